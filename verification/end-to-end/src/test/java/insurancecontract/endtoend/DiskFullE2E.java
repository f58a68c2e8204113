package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.PlatformProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that somebody else fills to the last byte, and empties again. */
@Tag("proof")
class DiskFullE2E {
  private static final JsonObject APPLICATION = new JsonObject().put("productName", "Fisrtcancer");

  @TempDir private Path disk;

  /** Only root may mount a disk of its own. */
  @BeforeEach
  void mount() throws IOException, InterruptedException {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=900m", "tmpfs", disk.toString()) == 0);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    int unused = run("umount", "--lazy", disk.toString());
  }

  @Test
  void a_full_disk_refuses_applications_and_ends_nothing() throws IOException {
    try (var platform = PlatformProcess.ready("--data", disk.resolve("data").toString())) {
      Client alice = platform.as("alice");
      assertThat(alice.post("/subscriptions", APPLICATION).status()).isEqualTo(201);
      Path filling = disk.resolve("filling");
      fill(filling);

      await()
          .untilAsserted(
              () -> assertThat(alice.post("/subscriptions", APPLICATION).text()).contains("_FULL"));
      // The broker writes what it remembers of itself every few seconds.
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(30))
          .until(() -> alice.get("/subscriptionViews").status() == 200);

      Files.delete(filling);
      await()
          .untilAsserted(
              () -> assertThat(alice.post("/subscriptions", APPLICATION).status()).isEqualTo(201));
    }
  }

  /** With as much as is free now, and not with what is given up later. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      long free = Files.getFileStore(file).getUsableSpace();
      for (long written = 0; written < free; written += block.length) out.write(block);
    } catch (IOException full) {
      assertThat(Files.size(file)).isPositive();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
