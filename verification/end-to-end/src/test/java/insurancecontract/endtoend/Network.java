package insurancecontract.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What lies between nodes: all that others say to a node passes through here, and can be cut. */
final class Network implements AutoCloseable {
  private static final int PIECE = 16_384;

  /** What becomes of what is said. */
  enum State {
    /** It arrives. */
    OPEN,
    /**
     * It vanishes, and nobody is told: connections that are open then, or that somebody opens
     * meanwhile, look whole and carry nothing, even after the network is open again.
     */
    SILENT,
    /** Every connection breaks, and every new one at once. */
    BROKEN
  }

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "network");
            thread.setDaemon(true);
            return thread;
          });
  private final List<ServerSocket> doors = new ArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile State state = State.OPEN;
  private final AtomicInteger age = new AtomicInteger();

  /** Who asks for this port at one address is led to the same port at the other. */
  void lead(String from, String to, int port) throws IOException {
    ServerSocket door = new ServerSocket(port, 0, InetAddress.getByName(from));
    doors.add(door);
    threads.execute(() -> admit(door, new InetSocketAddress(to, port)));
  }

  void become(State next) {
    state = next;
    age.incrementAndGet();
    if (next == State.BROKEN) sockets.forEach(this::reset);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket door : doors) door.close();
    become(State.BROKEN);
    threads.shutdown();
  }

  private void admit(ServerSocket door, InetSocketAddress target) {
    try {
      while (true) {
        Socket near = door.accept();
        threads.execute(() -> join(near, target, age.get()));
      }
    } catch (IOException closed) {
      // So it is.
    }
  }

  private void join(Socket near, InetSocketAddress target, int since) {
    Socket far = new Socket();
    sockets.addAll(List.of(near, far));
    try {
      if (state == State.OPEN) {
        far.connect(target);
        threads.execute(() -> pass(near, far, since));
        pass(far, near, since);
      } else if (state == State.BROKEN) {
        reset(near);
      }
    } catch (IOException nobody) {
      reset(near);
    }
  }

  private void pass(Socket from, Socket to, int since) {
    byte[] piece = new byte[PIECE];
    try {
      int length = from.getInputStream().read(piece);
      while (length >= 0 && since == age.get()) {
        to.getOutputStream().write(piece, 0, length);
        length = from.getInputStream().read(piece);
      }
    } catch (IOException broken) {
      // The other one is told below.
    }
    if (since != age.get()) return;
    end(from);
    end(to);
  }

  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // So it is.
    }
    end(socket);
  }

  private void end(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
