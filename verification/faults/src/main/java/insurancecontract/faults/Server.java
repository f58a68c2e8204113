package insurancecontract.faults;

/** What services stand on, and what can be killed under them. Used by one thread at a time. */
interface Server {
  /** What it is called. */
  String name();

  /** Starts it, on what it has kept, and returns when it can be used. */
  void start();

  /** Ends it as a loss of power does. */
  void kill();
}
