package insurancecontract.subscription.application;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param keyLife how long a request's key is remembered
 * @param repeatWait how long a repeat waits for the first request's answer
 * @param lookAgain how long to wait between two looks at a request that somebody else works on
 */
public record ApplicationLimits(Duration keyLife, Duration repeatWait, Duration lookAgain) {}
