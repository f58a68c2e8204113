package insurancecontract.gateway.limits;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many client connections the process' limit of open files allows. */
public final class Descriptors {
  /** For files, the database, Kafka, and the connections to services. */
  private static final long RESERVE = 1_024;

  /** A push connection, and both ends of its connection to a view in the same process. */
  private static final long PER_CONNECTION = 3;

  private Descriptors() {}

  /** For this process. */
  public static int connectionsMax() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? connectionsMax(unix.getMaxFileDescriptorCount())
        : Integer.MAX_VALUE;
  }

  /** With this limit of open files. */
  static int connectionsMax(long files) {
    long reserve = Math.min(RESERVE, files / 2);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (files - reserve) / PER_CONNECTION));
  }
}
