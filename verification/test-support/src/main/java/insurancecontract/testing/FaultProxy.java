package insurancecontract.testing;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP proxy that can be pointed at another server and can cut its connections. */
public final class FaultProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final List<NetSocket> open = new CopyOnWriteArrayList<>();
  private final NetServer server;

  /** A field, because Vert.x closes a client that is no longer referenced. */
  private final NetClient onward = vertx.createNetClient();

  private volatile int target;

  /** Has no target yet. */
  public FaultProxy() {
    server =
        await(
            vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(this::join)
                .listen());
  }

  /** Its port, which never changes. */
  public int port() {
    return server.actualPort();
  }

  /** Forwards new connections to this port. */
  public void leadTo(int port) {
    target = port;
  }

  /** Closes every connection and refuses new ones until it has a target again. */
  public void cut() {
    target = 0;
    open.forEach(NetSocket::close);
    open.clear();
  }

  private void join(NetSocket client) {
    int port = target;
    if (port == 0) {
      client.close();
      return;
    }
    client.pause();
    onward
        .connect(port, "127.0.0.1")
        .onFailure(refused -> client.close())
        .onSuccess(
            far -> {
              open.add(client);
              open.add(far);
              client.handler(far::write).closeHandler(closed -> far.close());
              far.handler(client::write).closeHandler(closed -> client.close());
              client.resume();
            });
  }

  @Override
  public void close() {
    done(vertx.close());
  }
}
