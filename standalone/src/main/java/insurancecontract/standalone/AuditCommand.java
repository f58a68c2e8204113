package insurancecontract.standalone;

import insurancecontract.embedded.DirectoryLock;
import insurancecontract.standalone.CommandLine.Audit;
import insurancecontract.standalone.Platform.Options;
import insurancecontract.standalone.audit.Auditor;
import insurancecontract.standalone.audit.Auditor.Judgement;
import insurancecontract.standalone.audit.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The auditor from the command line. A running platform is looked at as it runs; data at rest are
 * started without their public door, so that what was under way can come to its end.
 */
final class AuditCommand {
  private static final int WHOLE = 0;
  private static final int BROKEN = 1;
  private static final int NOT_AUDITED = 2;
  private static final int APPEARS_WITHIN_SECONDS = 20;

  private AuditCommand() {}

  /** The exit code: 0 when every invariant holds, 1 when one is broken, 2 when nobody can tell. */
  static int run(Audit asked) {
    Path data = asked.data().toAbsolutePath().normalize();
    try {
      return isRunning(data) ? running(data, asked) : atRest(data, asked);
    } catch (RuntimeException e) {
      System.err.println("no audit: " + Explanation.of(e, data.resolve("logs")));
      return NOT_AUDITED;
    }
  }

  private static boolean isRunning(Path data) {
    if (!Files.exists(data.resolve("secrets.json"))) {
      throw new CannotStart("there are no platform's data in " + data + ": name them with --data");
    }
    Optional<DirectoryLock> lock = DirectoryLock.tryTake(data);
    lock.ifPresent(DirectoryLock::close);
    return lock.isEmpty();
  }

  private static int running(Path data, Audit asked) {
    PlatformFile platform = awaitFile(data);
    say("auditing the running platform, process " + platform.pid());
    return judge(
        asked, new Auditor(Databases.of(platform.databases()), platform.bootstrapServers()));
  }

  /** A platform that is just starting writes its file when it is ready. */
  private static PlatformFile awaitFile(Path data) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(APPEARS_WITHIN_SECONDS);
    while (System.nanoTime() < deadline) {
      Optional<PlatformFile> file =
          PlatformFile.read(data).filter(running -> ProcessHandle.of(running.pid()).isPresent());
      if (file.isPresent()) {
        return file.get();
      }
      pause();
    }
    throw new CannotStart("the platform on " + data + " does not become ready: try again later");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted", e);
    }
  }

  private static int atRest(Path data, Audit asked) {
    say("starting the data at rest to audit them");
    var options = new Options(Optional.of(data), 0, asked.config(), false);
    DataDirectory directory = Platform.directory(options);
    Path log = Logs.writeTo(directory.logs());
    say("writing the log to " + log);
    Platform platform = Platform.on(directory, options, AuditCommand::say);
    Thread stop = new Thread(platform::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    platform.start();
    try {
      return judge(
          asked, new Auditor(Databases.of(platform.databases()), platform.bootstrapServers()));
    } finally {
      platform.close();
    }
  }

  private static int judge(Audit asked, Auditor auditor) {
    say("waiting at most " + asked.patience().toSeconds() + " s for quiet");
    Judgement judgement = auditor.judge(asked.patience());
    System.out.println(judgement.audit().dossiers() + " subscriptions");
    judgement.audit().lines().forEach(System.out::println);
    judgement
        .disturbances()
        .forEach(disturbance -> System.out.println("not quiet: " + disturbance));
    System.out.println(judgement.whole() ? "whole" : "BROKEN");
    return judgement.whole() ? WHOLE : BROKEN;
  }

  /** What is no result goes where it does not mix with the results. */
  private static void say(String line) {
    System.err.println(line);
  }
}
