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
 * TLS whose handshakes end in time. JGroups sets them no limit, and one thread says all that a node
 * has to say: somebody who takes a connection and answers nothing would keep it from all others,
 * for ever.
 */
final class TimedTls extends TLS {
  private final Duration within;

  /** A handshake that waits longer for an answer fails. */
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
      // Nobody waits there.
    }
  }
}
