package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Http;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Open connections, limited in total and per address where they are accepted: Vert.x reports an
 * HTTP connection only with its first request, so one that sends nothing would not count. A
 * connection counts until its socket has closed, also when it has become a WebSocket.
 */
@Sharable
public final class Connections extends ChannelInboundHandlerAdapter {
  private static final String NAME = "connectionLimits";

  private final int max;
  private final int perAddressMax;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final Counter refused;

  /** None is open. */
  public Connections(int max, int perAddressMax, MeterRegistry meters) {
    this.max = max;
    this.perAddressMax = perAddressMax;
    this.refused =
        Counter.builder("gateway.connections.refused")
            .description("Connections closed because too many were open")
            .register(meters);
    Gauge.builder("gateway.connections", open, AtomicInteger::get)
        .description("Open connections of clients")
        .register(meters);
  }

  /** Limits all connections that are accepted after this one. */
  public void limitWhere(HttpConnection accepted) {
    ChannelPipeline acceptor = Http.channel(accepted).parent().pipeline();
    acceptor
        .channel()
        .eventLoop()
        .execute(
            () -> {
              if (acceptor.get(NAME) == null) acceptor.addFirst(NAME, this);
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext acceptor, Object accepted) {
    Channel connection = (Channel) accepted;
    if (admit(connection)) {
      acceptor.fireChannelRead(connection);
    } else {
      refused.increment();
      connection.unsafe().closeForcibly();
    }
  }

  /** Called by the one thread that accepts. */
  private boolean admit(Channel connection) {
    String address =
        connection.remoteAddress() instanceof InetSocketAddress remote
            ? String.valueOf(remote.getAddress())
            : "";
    if (open.get() >= max || byAddress.getOrDefault(address, 0) >= perAddressMax) return false;
    open.incrementAndGet();
    int unused = byAddress.merge(address, 1, Integer::sum);
    connection.closeFuture().addListener(closed -> closed(address));
    return true;
  }

  private void closed(String address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }
}
