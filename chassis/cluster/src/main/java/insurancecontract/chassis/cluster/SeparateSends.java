package insurancecontract.chassis.cluster;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.jgroups.Message;
import org.jgroups.protocols.NoBundler;
import org.jgroups.util.DefaultThreadFactory;

/**
 * Sends each message unbundled, on a pool of threads. A bundler sends everything from one thread,
 * so a member that accepts connections without answering would block the messages to all others.
 * JGroups retransmits lost messages and restores their order.
 *
 * <p>Instantiated by JGroups, by class name.
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
