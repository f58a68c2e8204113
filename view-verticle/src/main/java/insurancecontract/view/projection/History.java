package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** Every fact ever published, from the first one on. */
public interface History {
  /** Starts at the first fact. */
  Future<Reader> open();

  /** One reading of the history, used by one rebuild, one step at a time. */
  interface Reader {
    /** How many facts there are up to the last known end. */
    long total();

    /** How many of them have been read. */
    long read();

    /** Updates the end; everything published before the call is before it. */
    Future<Void> lookForEnd();

    /** The next facts, few enough for memory; none when they do not arrive in time. */
    Future<List<Fact>> next();

    /** Closes the source; never fails. */
    Future<Void> close();

    /** Whether everything up to the last known end has been read. */
    default boolean isAtEnd() {
      return read() >= total();
    }
  }
}
