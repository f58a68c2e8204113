package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** Every fact that was ever announced, from the first one on. */
public interface History {
  /** Begins at the first fact. */
  Future<Reader> open();

  /** One reading of the history. It is used by one rebuild and one step at a time. */
  interface Reader {
    /** How many facts there are up to the end as it was last looked at. */
    long total();

    /** How many of them have been read. */
    long read();

    /** Looks where the end is now; what had been announced before the call lies before it. */
    Future<Void> lookForEnd();

    /** The next facts, few enough to hold; none when they take long to come. */
    Future<List<Fact>> next();

    /** Lets go of the source; never fails. */
    Future<Void> close();

    /** Whether everything up to the end, as it was last looked at, is read. */
    default boolean isAtEnd() {
      return read() >= total();
    }
  }
}
