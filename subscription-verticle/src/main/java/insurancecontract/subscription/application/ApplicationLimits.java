package insurancecontract.subscription.application;

import java.time.Duration;

/**
 * Time limits of applying.
 *
 * @param keyLife how long a request's key is remembered
 * @param repeatWait how long a repeated request waits for the first one's answer
 * @param lookAgain how often a repeat polls for a request that another process works on
 * @param storeTriesMax attempts to store the payment's answer; storing it twice is harmless
 * @param storePause the delay between those attempts
 */
public record ApplicationLimits(
    Duration keyLife,
    Duration repeatWait,
    Duration lookAgain,
    int storeTriesMax,
    Duration storePause) {}
