package insurancecontract.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version into the user's cache, and run from
 * there. PostgreSQL refuses to be run by root; root runs it in a user namespace of its own instead.
 */
final class PostgresPrograms {
  private static final int OWNER_RUNS_IT = 0100;

  /** The programs start each other through a shell, which understands these in quoted paths. */
  private static final String NOT_QUOTED = "\" $ ` \\";

  private final Path home;
  private final List<String> prefix;

  private PostgresPrograms(Path home, List<String> prefix) {
    this.home = home;
    this.prefix = prefix;
  }

  /**
   * The programs for this machine; {@code fallback} is used where the user has no cache, or one
   * that the programs cannot run from.
   */
  static PostgresPrograms unpacked(Path fallback) {
    URL archive = archive();
    Path cache = canRunBelow(cache()) ? writable(cache(), fallback) : fallback;
    if (!canRunBelow(cache)) {
      throw new EmbeddedFailure(
          "PostgreSQL's programs cannot run from %s: set XDG_CACHE_HOME to a directory without any of %s"
              .formatted(cache, NOT_QUOTED));
    }
    try {
      Path home = cache.resolve("postgres-" + fingerprint(archive));
      if (!Files.isDirectory(home)) {
        unpack(archive, home);
      }
      return new PostgresPrograms(home, isRoot(cache) ? List.of("unshare", "-U") : List.of());
    } catch (IOException e) {
      throw new EmbeddedFailure("PostgreSQL's programs could not be unpacked to " + cache, e);
    }
  }

  /** Runs a program to its end; its output goes to the given file, which a failure quotes. */
  void run(Path output, String program, List<String> arguments) {
    run(output, output.getParent(), Optional.empty(), program, arguments);
  }

  /** Runs a program that takes the data's place from the environment, in the data's parent. */
  void runOn(Path data, Path output, String program, List<String> arguments) {
    run(output, data.getParent(), Optional.of(data), program, arguments);
  }

  private void run(
      Path output, Path directory, Optional<Path> data, String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      // The caller's own PostgreSQL variables (PGDATA, PGPORT) must not reach ours.
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      data.ifPresent(place -> builder.environment().put("PGDATA", place.toString()));
      Process process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor() != 0) {
        throw new EmbeddedFailure(program + " failed: " + lastWords(output));
      }
    } catch (IOException e) {
      throw new EmbeddedFailure(program + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedFailure("Interrupted while " + program + " was running");
    }
  }

  private static String lastWords(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output).stream().filter(l -> !l.isBlank()).toList();
    int from = Math.max(0, lines.size() - 3);
    return String.join(" / ", lines.subList(from, lines.size())) + " (see " + output + ")";
  }

  private static URL archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String name =
        "postgres-"
            + (os.startsWith("mac") ? "darwin" : "linux")
            + (List.of("aarch64", "arm64").contains(arch) ? "-arm_64" : "-x86_64")
            + ".txz";
    URL found = PostgresPrograms.class.getClassLoader().getResource(name);
    if (found == null) {
      throw new EmbeddedFailure(
          "There is no PostgreSQL for " + os + " on " + arch + " among the dependencies");
    }
    return found;
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("insurancecontract");
  }

  private static boolean canRunBelow(Path directory) {
    return Stream.of(NOT_QUOTED.split(" ")).noneMatch(directory.toString()::contains);
  }

  private static Path writable(Path first, Path fallback) {
    try {
      Files.createDirectories(first);
      if (Files.isWritable(first)) {
        return first;
      }
    } catch (IOException e) {
      // A user without a home of its own, as in many containers.
    }
    return fallback;
  }

  /** What the jar's own directory says about the archive, so nothing is read twice. */
  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc()) + "-" + jar.getJarEntry().getSize();
    }
    return "unpackaged-" + connection.getContentLengthLong();
  }

  /** Unpacks beside the place and moves it there at once: no one ever sees half of it. */
  private static void unpack(URL archive, Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path beside = Files.createTempDirectory(home.getParent(), "unpacking-");
    try (InputStream in = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, beside);
      }
    }
    try {
      Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // Another process was faster; what it unpacked is the same. Ours stays as harmless waste.
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path home)
      throws IOException {
    Path target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("The archive reaches outside of its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      link(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      boolean program = (entry.getMode() & OWNER_RUNS_IT) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void link(Path target, Path to) throws IOException {
    try {
      Files.createSymbolicLink(target, to);
    } catch (FileAlreadyExistsException e) {
      // The archive may name a link twice.
    }
  }

  /** The owner of a directory that we could just create or write tells who we are. */
  private static boolean isRoot(Path ours) throws IOException {
    Path probe = Files.createTempFile(ours, "probe", "");
    try {
      return Arrays.asList(0).contains(Files.getAttribute(probe, "unix:uid"));
    } finally {
      Files.delete(probe);
    }
  }
}
