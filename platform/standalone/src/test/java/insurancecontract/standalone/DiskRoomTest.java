package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
  private static final long MB = 1L << 20;

  @TempDir private Path directory;
  private final AtomicLong free = new AtomicLong();

  @Test
  void a_disk_that_fills_up_is_full_early_and_gives_up_its_reserve_late() {
    Path reserve = directory.resolve("reserve");
    var room = new DiskRoom(reserve, free::get, () -> new DiskRoom.Limit(256 * MB));

    looks(room, 300);
    assertThat(room.isFull()).isFalse();
    assertThat(reserve).hasSize(DiskRoom.RESERVE_BYTES);

    looks(room, 255);
    assertThat(room.isFull()).isTrue();
    assertThat(reserve).exists();

    looks(room, 0);
    assertThat(room.isFull()).isTrue();
    assertThat(reserve).doesNotExist();

    // Room for the reserve, too, so that it does not open and close in turn.
    looks(room, 287);
    assertThat(room.isFull()).isTrue();
    looks(room, 288);
    assertThat(room.isFull()).isFalse();
    assertThat(reserve).hasSize(DiskRoom.RESERVE_BYTES);
  }

  private void looks(DiskRoom room, long freeMb) {
    free.set(freeMb * MB);
    room.look();
  }
}
