package insurancecontract.gateway.proxy;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The proxies in front of the gateway, by address or network; only they may name a client. */
public final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /** Exactly these. */
  public TrustedProxies(List<IpSubnetFilterRule> networks) {
    this.networks = List.copyOf(networks);
  }

  /** The network that a text such as {@code 10.1.0.0/16} or {@code ::1} stands for. */
  public static Optional<IpSubnetFilterRule> network(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean four = NetUtil.isValidIpV4Address(address);
    // Never a host name: looking it up would block.
    if (!four && !NetUtil.isValidIpV6Address(address)) return Optional.empty();
    int bits = four ? 32 : 128;
    try {
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix < 0 || prefix > bits
          ? Optional.empty()
          : Optional.of(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
    } catch (NumberFormatException notAPrefix) {
      return Optional.empty();
    }
  }

  /** Whether a connection comes from one of them. */
  boolean contain(SocketAddress peer) {
    if (peer == null || peer.hostAddress() == null) return false;
    byte[] address = NetUtil.createByteArrayFromIpAddressString(peer.hostAddress());
    if (address == null) return false;
    var from = new InetSocketAddress(NetUtil.bytesToIpAddress(address), peer.port());
    return networks.stream().anyMatch(network -> network.matches(from));
  }
}
