package insurancecontract.faults;

import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedFailure;
import insurancecontract.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A PostgreSQL that can be killed, with a link from each service to its own database in it. */
final class DatabaseServer implements Server {
  private final Path directory;
  private final Map<String, Link> links;
  private final Map<String, String> passwords;
  private EmbeddedPostgres postgres;
  private ProcessHandle postmaster;
  private volatile Map<String, Database> databases;

  /** Not running yet; links and passwords by service. */
  DatabaseServer(Path directory, Map<String, Link> links, Map<String, String> passwords) {
    this.directory = directory;
    this.links = links;
    this.passwords = passwords;
  }

  /** The databases by service, on a way on which nothing ever goes wrong. */
  Map<String, Database> databases() {
    return databases;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public void start() {
    postgres = EmbeddedPostgres.start(directory);
    postmaster = ProcessHandle.of(pid()).orElseThrow();
    databases =
        links.keySet().stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    name -> postgres.createDatabase(name, name, passwords.get(name))));
    links.values().forEach(link -> link.leadTo(postgres.port()));
  }

  @Override
  public void kill() {
    if (postmaster == null) return;
    Child.kill(postmaster);
    try {
      // Nobody is left to be stopped; this gives the directory free.
      postgres.close();
    } catch (EmbeddedFailure gone) {
      return;
    }
  }

  private long pid() {
    try {
      Path file = directory.resolve("data").resolve("postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).get(0).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
