package insurancecontract.chassis.parked;

import io.vertx.core.Future;

/**
 * How one kind of parked item is repaired. It must be idempotent: after a crash it is unknown
 * whether it was done.
 */
public interface Repair {
  /** Tries again; fails with the reason when that is still impossible. */
  Future<Void> retry(ParkedItem item);

  /** An operator has settled it by other means. */
  Future<Void> settle(ParkedItem item, String by);
}
