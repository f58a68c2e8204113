package insurancecontract.faults;

import insurancecontract.chassis.launch.Await;
import insurancecontract.standalone.Wiring;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * The way from one program to another: an address that stays the same wherever the other one is,
 * and on which what is said can be cut off, held up, broken in the middle of a message, or
 * swallowed.
 */
public final class Link {
  private static final Duration LISTENS_WITHIN = Duration.ofSeconds(10);
  private static final int CONNECT_MS = 2_000;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** What becomes of what is said. */
  public enum State {
    /** All arrives. */
    OPEN,
    /** Every connection is broken and none is let in. */
    CUT,
    /** Those that are open stay; none is let in. */
    REFUSING,
    /** All arrives, {@link Link#DELAY} later. */
    SLOW,
    /** Of the next message each way half arrives, and then the connection breaks. */
    HALF,
    /** Connections stay open, and nothing arrives until the link is open again. */
    SILENT
  }

  /** How much later all arrives while the link is slow. */
  public static final Duration DELAY = Duration.ofMillis(250);

  private final Vertx vertx;
  private final String name;
  private final NetClient client;
  private final NetServer server;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private volatile IntSupplier target = () -> 0;
  private volatile State state = State.OPEN;
  private volatile Link beside;

  /** Leads nowhere yet. */
  public Link(Vertx vertx, String name) {
    this.vertx = vertx;
    this.name = name;
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MS));
    this.server =
        Await.done(
            vertx.createNetServer().connectHandler(this::accept).listen(0, Wiring.LOOPBACK),
            "listening",
            LISTENS_WITHIN);
  }

  /** From whom to whom. */
  public String name() {
    return name;
  }

  /** The port that stays the same. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Another address on the same way, on which the same happens; made once, before anything does.
   */
  Link beside() {
    if (beside == null) beside = new Link(vertx, name);
    return beside;
  }

  /** From now on new connections lead to this port. */
  public void leadTo(int port) {
    target = () -> port;
  }

  /** From now on each new connection leads to the port that is said then, to none where it is 0. */
  void leadTo(IntSupplier port) {
    target = port;
  }

  /** What becomes from now on of what is said. */
  public void become(State next) {
    state = next;
    if (next == State.CUT) pairs.forEach(Pair::end);
    if (beside != null) beside.become(next);
  }

  private void accept(NetSocket near) {
    int port = target.getAsInt();
    if (port == 0 || state == State.CUT || state == State.REFUSING) {
      near.close();
      return;
    }
    near.pause();
    client
        .connect(port, Wiring.LOOPBACK)
        .onFailure(refused -> near.close())
        .onSuccess(far -> new Pair(near, far).open());
  }

  /** One connection, of two halves. */
  private final class Pair {
    private final NetSocket near;
    private final NetSocket far;
    private final AtomicBoolean ended = new AtomicBoolean();

    Pair(NetSocket near, NetSocket far) {
      this.near = near;
      this.far = far;
    }

    void open() {
      pairs.add(this);
      pipe(near, far);
      pipe(far, near);
      // A cut that came between may have missed it.
      if (state == State.CUT) end();
    }

    /** One piece at a time, so that the order stays and what cannot be passed on is not read. */
    private void pipe(NetSocket from, NetSocket to) {
      from.exceptionHandler(broken -> end());
      // What was said before the close arrives before it.
      from.endHandler(closed -> end());
      from.handler(
          said -> {
            from.pause();
            pass(to, said).onSuccess(passed -> from.resume()).onFailure(lost -> end());
          });
      from.resume();
    }

    private Future<?> pass(NetSocket to, Buffer said) {
      return switch (state) {
        case HALF -> to.write(said.slice(0, said.length() / 2)).andThen(written -> end());
        case SLOW -> vertx.timer(DELAY.toMillis()).compose(later -> to.write(said));
        case SILENT ->
            ended.get()
                ? Future.failedFuture("the connection has ended")
                : vertx.timer(LOOK_AGAIN.toMillis()).compose(later -> pass(to, said));
        default -> to.write(said);
      };
    }

    void end() {
      if (ended.getAndSet(true)) return;
      pairs.remove(this);
      near.close();
      far.close();
    }
  }
}
