package insurancecontract.chassis.discovery;

/** Where one instance of a service answers; its kind decides how it is called. */
public sealed interface Location {
  /** On the event bus, in this process or across a cluster. */
  record BusAddress(String address) implements Location {}

  /** By HTTP. */
  record HttpAddress(String host, int port, boolean ssl) implements Location {}
}
