package insurancecontract.chassis.cluster;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;

/**
 * TLS with a handshake timeout. JGroups sets none, so a peer that accepts a connection without
 * answering would block the sending thread for ever.
 */
final class TimedTls extends TLS {
  private final Duration within;

  /** A handshake without an answer fails after this time. */
  TimedTls(Duration within) {
    this.within = within;
  }

  @Override
  public SocketFactory createSocketFactory(SSLContext context) {
    var sockets = (DefaultSocketFactory) super.createSocketFactory(context);
    sockets.setSocketConfigurator(this::limit);
    return sockets;
  }

  private void limit(Socket socket) {
    wait(socket, within);
    ((SSLSocket) socket).addHandshakeCompletedListener(done -> wait(socket, Duration.ZERO));
  }

  private static void wait(Socket socket, Duration atMost) {
    try {
      socket.setSoTimeout((int) atMost.toMillis());
    } catch (SocketException closed) {
      // Nothing waits on a closed socket.
    }
  }
}
