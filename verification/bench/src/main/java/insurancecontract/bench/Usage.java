package insurancecontract.bench;

/**
 * What processes have used since they started, as Linux counts it.
 *
 * @param cpuSeconds processor time, of all threads
 * @param writtenBytes what was caused to be written to the disk
 */
record Usage(double cpuSeconds, long writtenBytes) {
  static final Usage NONE = new Usage(0, 0);

  Usage plus(Usage other) {
    return new Usage(cpuSeconds + other.cpuSeconds, writtenBytes + other.writtenBytes);
  }

  Usage since(Usage before) {
    return new Usage(cpuSeconds - before.cpuSeconds, writtenBytes - before.writtenBytes);
  }
}
