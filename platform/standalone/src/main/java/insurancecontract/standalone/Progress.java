package insurancecontract.standalone;

/** Where a long start or stop says how far it is. */
@FunctionalInterface
interface Progress {
  /** Says nothing. */
  Progress SILENT = line -> {};

  /** One line for a person. */
  void say(String line);
}
