package insurancecontract.simulation.events;

import java.util.ArrayList;
import java.util.List;

/** The relays of one database, which hear each other's NOTIFY. */
public final class Relays {
  private final List<Relay> relays = new ArrayList<>();

  void join(Relay relay) {
    relays.add(relay);
  }

  void leave(Relay relay) {
    relays.remove(relay);
  }

  void wakeActive() {
    List.copyOf(relays).forEach(Relay::wakeIfActive);
  }
}
