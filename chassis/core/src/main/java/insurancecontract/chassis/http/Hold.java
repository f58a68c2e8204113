package insurancecontract.chassis.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.ext.web.RoutingContext;

/**
 * Something that one request holds, such as a slot or a permit. It is released exactly once, at
 * whichever ending comes first: the response has ended, the stream was reset, the connection has
 * closed, or {@link #release} is called.
 *
 * <p>The handlers of a response do not report every ending: a pipelined request may start after its
 * connection has closed, and a later handler replaces an earlier one.
 *
 * <p>Belongs to one event loop.
 */
public final class Hold {
  private final Channel channel;
  private final GenericFutureListener<Future<Void>> closed = closing -> release();
  private Runnable release;

  private Hold(Channel channel, Runnable release) {
    this.channel = channel;
    this.release = release;
  }

  /** Runs {@code release} when the request has ended, in whatever way. */
  public static Hold of(RoutingContext request, Runnable release) {
    Hold hold = new Hold(Http.channel(request.request().connection()), release);
    request.addEndHandler(ended -> hold.release());
    hold.channel.closeFuture().addListener(hold.closed);
    return hold;
  }

  /** Releases before the request has ended; later endings change nothing. */
  public void release() {
    if (release == null) return;
    Runnable once = release;
    release = null;
    channel.closeFuture().removeListener(closed);
    once.run();
  }
}
