package insurancecontract.subscription.application;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param keyLife how long a request's key is remembered
 * @param repeatWait how long a repeat waits for the first request's answer
 * @param lookAgain how long to wait between two looks at a request that somebody else works on
 * @param storeTriesMax how often storing the payment's answer is tried; deciding it twice is no
 *     news
 * @param storePause how long to wait before the next of those
 */
public record ApplicationLimits(
    Duration keyLife,
    Duration repeatWait,
    Duration lookAgain,
    int storeTriesMax,
    Duration storePause) {}
