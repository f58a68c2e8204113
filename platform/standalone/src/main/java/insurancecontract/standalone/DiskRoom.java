package insurancecontract.standalone;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import insurancecontract.chassis.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the free space of the data directory. PostgreSQL and Kafka end when the disk is full, so
 * nothing new is accepted long before that. If it fills up all the same, a reserve is given up, so
 * that both can finish what is under way.
 */
final class DiskRoom implements AutoCloseable {
  static final long RESERVE_BYTES = 32L << 20;

  /** Not earlier: whoever fills the disk would take the reserve, too. */
  static final long GIVE_UP_BYTES = 1L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
  private static final long LOOK_EVERY_MS = 250;
  private static final byte[] BLOCK = new byte[1 << 20];

  /**
   * How much has to be free for anything new to be accepted.
   *
   * @param freeMin in bytes
   */
  record Limit(long freeMin) {
    static Limit from(Settings settings) {
      return new Limit((long) settings.between("DISK_FREE_MIN_MB", 64, 1 << 30, 256) << 20);
    }
  }

  private final Path reserve;
  private final LongSupplier free;
  private final Supplier<Limit> limit;
  private volatile boolean full;
  private ScheduledExecutorService watching;

  DiskRoom(Path reserve, LongSupplier free, Supplier<Limit> limit) {
    this.reserve = reserve;
    this.free = free;
    this.limit = limit;
  }

  /** Watches from now on; the limit is read at each look. */
  static DiskRoom watch(Path directory, Supplier<Limit> limit) {
    var room =
        new DiskRoom(directory.resolve("reserve"), directory.toFile()::getUsableSpace, limit);
    room.look();
    room.watching =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "disk-room"));
    var unused =
        room.watching.scheduleWithFixedDelay(
            room::look, LOOK_EVERY_MS, LOOK_EVERY_MS, MILLISECONDS);
    return room;
  }

  /** Whether there is too little room to accept anything new. */
  boolean isFull() {
    return full;
  }

  /** Compares the free space with the limits, once. */
  void look() {
    long now = free.getAsLong();
    long min = limit.get().freeMin();
    try {
      if (now < GIVE_UP_BYTES && Files.deleteIfExists(reserve)) {
        LOG.atWarn().addKeyValue("free", now).log("disk full, reserve given up");
      }
      if (now < min) {
        refuse(now, min);
      } else if (now >= min + RESERVE_BYTES) {
        fillReserve();
        accept(now);
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", reserve).setCause(e).log("reserve not kept");
    }
  }

  private void refuse(long now, long min) {
    if (!full) {
      LOG.atWarn()
          .addKeyValue("free", now)
          .addKeyValue("needed", min)
          .log("disk almost full, applications refused");
    }
    full = true;
  }

  private void accept(long now) {
    if (full) LOG.atInfo().addKeyValue("free", now).log("enough disk again, applications accepted");
    full = false;
  }

  /** With zeros that are really written: a file with holes would reserve nothing. */
  private void fillReserve() throws IOException {
    if (Files.exists(reserve)) return;
    try (OutputStream out = Files.newOutputStream(reserve)) {
      for (long written = 0; written < RESERVE_BYTES; written += BLOCK.length) out.write(BLOCK);
    }
  }

  @Override
  public void close() {
    watching.shutdownNow();
  }
}
