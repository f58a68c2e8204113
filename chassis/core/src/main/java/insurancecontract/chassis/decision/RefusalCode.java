package insurancecontract.chassis.decision;

/** One of a domain's reasons to refuse; implemented by its enum. */
public interface RefusalCode {
  /** The lasting name, published as the code of a problem. */
  String name();
}
