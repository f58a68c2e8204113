package insurancecontract.chassis.cluster;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.jgroups.Message;
import org.jgroups.protocols.NoBundler;
import org.jgroups.util.DefaultThreadFactory;

/**
 * Sends each message by itself. Bundled, they would all leave by one thread, and a member that
 * takes a connection and then says nothing would keep what is for the others waiting behind what is
 * for it. What is lost, or overtaken, JGroups sends again, or puts in order.
 *
 * <p>Made by JGroups, by its name.
 */
public final class SeparateSends extends NoBundler {
  private static final int THREADS_MAX = 64;
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor senders =
      new ThreadPoolExecutor(
          0,
          THREADS_MAX,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          new DefaultThreadFactory("sender", true, true),
          new CallerRunsPolicy());

  @Override
  public void stop() {
    senders.shutdown();
  }

  @Override
  public void send(Message message) {
    senders.execute(() -> deliver(message));
  }

  private void deliver(Message message) {
    try {
      super.send(message);
    } catch (Exception lost) {
      log.debug("not sent to %s: %s", message.getDest(), lost);
    }
  }
}
