package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Chance;

/**
 * What one customer does, and how the desk handles the case.
 *
 * @param at when the customer applies, in milliseconds
 * @param keyed whether the request has an idempotency key, so that it is retried until answered
 * @param repeats how many duplicates are sent besides, without waiting for a response
 * @param declined whether the card is declined
 * @param cancelAfter milliseconds after the answer until the customer cancels, or -1
 * @param withdrawAfter milliseconds after the answer until the customer tries to withdraw, or -1
 * @param approved what the underwriter decides
 * @param decidedAfter how long the underwriter takes, in milliseconds
 * @param reassigned whether a supervisor moves the case first
 * @param decidedTwice whether the decision is sent twice
 */
public record Scenario(
    int number,
    int at,
    boolean keyed,
    int repeats,
    boolean declined,
    int cancelAfter,
    int withdrawAfter,
    boolean approved,
    int decidedAfter,
    boolean reassigned,
    boolean decidedTwice) {

  /** Draws a scenario. */
  public static Scenario draw(int number, Chance chance, int day) {
    boolean keyed = chance.is(0.6);
    return new Scenario(
        number,
        range(chance, 0, day),
        keyed,
        keyed && chance.is(0.3) ? range(chance, 1, 4) : 0,
        chance.is(0.08),
        chance.is(0.3) ? range(chance, 0, chance.is(0.5) ? 60 : 3_000) : -1,
        chance.is(0.3) ? range(chance, 0, 6_000) : -1,
        chance.is(0.7),
        range(chance, 0, chance.is(0.5) ? 30 : 4_000),
        chance.is(0.1),
        chance.is(0.1));
  }

  /** The customer's id. */
  public String customer() {
    return "customer-" + number;
  }

  private static int range(Chance chance, int least, int most) {
    return Math.toIntExact(chance.between(least, most));
  }
}
