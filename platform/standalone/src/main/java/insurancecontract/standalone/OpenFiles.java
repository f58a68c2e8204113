package insurancecontract.standalone;

import com.sun.management.UnixOperatingSystemMXBean;
import insurancecontract.chassis.StartFailure;
import java.lang.management.ManagementFactory;

/** How many files this process may have open; a broker that cannot open one more fails for good. */
final class OpenFiles {
  private static final long MIN = 1_024;

  private OpenFiles() {}

  /** Refuses the start where too few are allowed. */
  static void requireEnough() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      requireEnough(unix.getMaxFileDescriptorCount());
    }
  }

  static void requireEnough(long allowed) {
    if (allowed < MIN) {
      throw new StartFailure(
          "this process may have %d files open and needs %d: run ulimit -n %2$d, or raise the hard limit"
              .formatted(allowed, MIN));
    }
  }
}
