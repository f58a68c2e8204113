package insurancecontract.chassis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An address that leads to a server, can lead to another one later, and can be cut off. */
public final class FaultProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final List<NetSocket> open = new CopyOnWriteArrayList<>();
  private final NetServer server;

  /** Held here, since Vert.x closes one that nobody refers to any more. */
  private final NetClient onward = vertx.createNetClient();

  private volatile int target;

  /** Leads nowhere yet. */
  public FaultProxy() {
    server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(this::join)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  /** The port that stays the same. */
  public int port() {
    return server.actualPort();
  }

  /** From now on new connections lead there. */
  public void leadTo(int port) {
    target = port;
  }

  /** Breaks every connection and lets none in until it leads somewhere again. */
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
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
