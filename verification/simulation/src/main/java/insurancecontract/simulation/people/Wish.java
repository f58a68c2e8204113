package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Chance;

/**
 * What one customer does, and what becomes of it at the desk.
 *
 * @param at when the customer applies, in milliseconds
 * @param keyed whether the request has a key, so that it is asked again until it is answered
 * @param repeats how often it is asked besides, without waiting for an answer
 * @param declined whether the card is declined
 * @param cancelAfter milliseconds after the answer until the customer cancels, or -1
 * @param withdrawAfter milliseconds after the answer from which on the customer tries to withdraw,
 *     or -1
 * @param approved what the underwriter decides
 * @param decidedAfter how long the underwriter takes, in milliseconds
 * @param reassigned whether a supervisor moves the case first
 * @param decidedTwice whether the decision is sent twice
 */
public record Wish(
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

  /** Draws one. */
  public static Wish draw(int number, Chance chance, int day) {
    boolean keyed = chance.is(0.6);
    return new Wish(
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
