package insurancecontract.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A durable PostgreSQL, on loopback only and with a password for every role.
 *
 * <p>Committed means on the disk: a start that finds it otherwise fails. The data outlives the
 * server and a restart may have another port. It runs in a session of its own, so a Ctrl-C at the
 * terminal reaches only us, who stop it when its users are gone.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int ATTEMPTS_MAX = 3;
  private static final int LOG_BYTES_MAX = 10 << 20;

  /** Crash recovery after a kill in the middle of much work may take a while. */
  private static final String START_SECONDS_MAX = "300";

  /** PostgreSQL's SQLSTATE cannot_connect_now. */
  private static final String NOT_YET = "57P03";

  private static final long LOOK_AGAIN_MS = 100;

  private static final String STOP_SECONDS_MAX = "30";

  /** Small, and durable whatever the defaults: the first three are checked after the start. */
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=" + Ports.HOST,
          "unix_socket_directories=",
          "max_connections=200",
          "shared_buffers=64MB",
          "wal_level=replica",
          "max_wal_senders=0",
          "max_wal_size=512MB",
          "io_method=sync",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_checkpoints=off",
          "log_min_messages=warning");

  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final String FIND_ROLE = "select 1 from pg_roles where rolname = ?";
  private static final String FIND_DATABASE = "select 1 from pg_database where datname = ?";

  /** Names and the password are quoted by the server itself. */
  private static final String CREATE_ROLE = "select format('create role %I login', ?)";

  private static final String SET_PASSWORD = "select format('alter role %I password %L', ?, ?)";
  private static final String CREATE_DATABASE =
      "select format('create database %I owner %I', ?, ?)";
  private static final String CLOSE_TO_OTHERS =
      "select format('revoke all on database %I from public', ?)";

  private final PostgresPrograms programs;
  private final Path directory;
  private final DirectoryLock lock;
  private final Scratch scratch;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int port;

  private EmbeddedPostgres(Path directory, Scratch scratch) {
    this.directory = directory.toAbsolutePath().normalize();
    this.scratch = scratch;
    this.lock = DirectoryLock.take(this.directory);
    this.programs = PostgresPrograms.unpacked(this.directory.resolve("programs"));
    this.password = password();
  }

  /** Starts on the data that the directory keeps, or on none when it is new. */
  public static EmbeddedPostgres start(Path directory) {
    return start(new EmbeddedPostgres(directory, null));
  }

  /** Starts without data, and forgets everything when closed. */
  public static EmbeddedPostgres throwAway() {
    Scratch scratch = Scratch.create();
    return start(new EmbeddedPostgres(scratch.directory().resolve("postgres"), scratch));
  }

  private static EmbeddedPostgres start(EmbeddedPostgres postgres) {
    try {
      postgres.start();
      return postgres;
    } catch (RuntimeException e) {
      postgres.release();
      throw e;
    }
  }

  /** The host to connect to. */
  public String host() {
    return Ports.HOST;
  }

  /** The port to connect to; another one after each start. */
  public int port() {
    return port;
  }

  /** What the server itself has to say. */
  public Path log() {
    return directory.resolve("server.log");
  }

  /**
   * Makes sure that the database exists and that the role, with the given password, is the only
   * ordinary one that can connect to it. Doing it again changes at most the password.
   */
  public Database createDatabase(String name, String role, String rolePassword) {
    requireName(name);
    requireName(role);
    try (Connection connection = connect("postgres")) {
      if (!exists(connection, FIND_ROLE, role)) {
        execute(connection, CREATE_ROLE, role);
      }
      execute(connection, SET_PASSWORD, role, rolePassword);
      if (!exists(connection, FIND_DATABASE, name)) {
        execute(connection, CREATE_DATABASE, name, role);
      }
      execute(connection, CLOSE_TO_OTHERS, name);
      return new Database(host(), port, name, role, rolePassword);
    } catch (SQLException e) {
      throw new EmbeddedFailure("The database " + name + " could not be created", e);
    }
  }

  /** A connection of the superuser, for tests that look behind the curtain. */
  public Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host() + ":" + port + "/" + database, properties);
  }

  /** Ends every connection, writes what is pending and stops. Closing again does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      programs.run(
          ctlLog(),
          "pg_ctl",
          List.of("stop", "-D", data().toString(), "-m", "fast", "-w", "-t", STOP_SECONDS_MAX));
    } finally {
      release();
    }
  }

  private void release() {
    lock.close();
    if (scratch != null) {
      scratch.close();
    }
  }

  private void start() {
    LeftOverPostgres.stop(data());
    try {
      if (Files.exists(data())) {
        requireOwn();
      } else {
        initialise();
      }
      trimLog();
    } catch (IOException e) {
      throw new EmbeddedFailure("The directory " + directory + " cannot be written", e);
    }
    launch();
    try {
      secure();
    } catch (SQLException e) {
      close();
      throw new EmbeddedFailure("PostgreSQL on " + directory + " does not answer", e);
    }
  }

  /** Builds the data beside its place and moves it there at once: a kill leaves nothing half. */
  private void initialise() throws IOException {
    Path fresh = Files.createTempDirectory(directory, "initialising-");
    programs.run(
        ctlLog(),
        "initdb",
        List.of(
            "--pgdata=" + fresh,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** PostgreSQL takes data of the user who runs it, and of no other. */
  private void requireOwn() throws IOException {
    Path probe = Files.createTempFile(directory, "probe", "");
    UserPrincipal me = Files.getOwner(probe);
    Files.delete(probe);
    UserPrincipal owner = Files.getOwner(data());
    if (!owner.equals(me)) {
      throw new EmbeddedFailure(
          "PostgreSQL's data in %s belong to the user %s: start as that user, not as %s"
              .formatted(data(), owner.getName(), me.getName()));
    }
  }

  /** Another process may take the free port before us; then another port will do. */
  private void launch() {
    for (int attempt = 1; ; attempt++) {
      port = Ports.free(1).get(0);
      var report = StartReport.of(log());
      try {
        programs.runOn(data(), ctlLog(), "pg_ctl", startArguments());
        return;
      } catch (EmbeddedFailure e) {
        boolean another = report.isPortTaken() || report.reason().isEmpty();
        if (!another || attempt == ATTEMPTS_MAX) {
          throw report.reason().map(this::doesNotStart).orElse(e);
        }
      }
    }
  }

  private EmbeddedFailure doesNotStart(String reason) {
    return new EmbeddedFailure(
        "PostgreSQL on %s does not start: %s (see %s)".formatted(directory, reason, log()));
  }

  /**
   * pg_ctl starts the server through a shell, and quotes too little for that. So the log is named
   * without its directory, and the data's is quoted here.
   */
  private List<String> startArguments() {
    String options =
        SETTINGS.stream()
            .collect(Collectors.joining(" -c ", "-p " + port + " -c ", " -D " + quoted(data())));
    return List.of(
        "start",
        "-l",
        String.valueOf(log().getFileName()),
        "-w",
        "-t",
        START_SECONDS_MAX,
        "-o",
        options);
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /**
   * A server that is restored from an archive opens when all of it is read; pg_ctl does not wait
   * for that.
   */
  private Connection whenOpen() throws SQLException {
    long deadline = System.nanoTime() + SECONDS.toNanos(Long.parseLong(START_SECONDS_MAX));
    while (true) {
      try {
        return connect("postgres");
      } catch (SQLException e) {
        if (!NOT_YET.equals(e.getSQLState()) || System.nanoTime() > deadline) throw e;
        LockSupport.parkNanos(MILLISECONDS.toNanos(LOOK_AGAIN_MS));
      }
    }
  }

  private void secure() throws SQLException {
    try (Connection connection = whenOpen();
        Statement statement = connection.createStatement()) {
      for (String setting : DURABLE) {
        if (!"on".equals(show(statement, setting))) {
          throw new EmbeddedFailure("PostgreSQL is not durable: " + setting + " is not on");
        }
      }
      statement.execute("revoke all on database postgres, template1 from public");
    }
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet result = statement.executeQuery("show " + setting)) {
      return result.next() ? result.getString(1) : null;
    }
  }

  private static boolean exists(Connection connection, String question, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private static void execute(Connection connection, String template, String... words)
      throws SQLException {
    String command;
    try (PreparedStatement statement = connection.prepareStatement(template)) {
      for (int i = 0; i < words.length; i++) {
        statement.setString(i + 1, words[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        command = result.next() ? result.getString(1) : "";
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new EmbeddedFailure("Not a name for a database or a role: " + name);
    }
  }

  private void trimLog() throws IOException {
    for (Path file : List.of(log(), ctlLog())) {
      if (Files.exists(file) && Files.size(file) > LOG_BYTES_MAX) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path ctlLog() {
    return directory.resolve("control.log");
  }

  private Path passwordFile() {
    return directory.resolve("superuser.password");
  }

  /** Made once for the directory and kept beside the data, readable by the owner alone. */
  private String password() {
    try {
      if (Files.exists(data()) && Files.exists(passwordFile())) {
        return Files.readString(passwordFile()).trim();
      }
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      String fresh = Base64.getUrlEncoder().encodeToString(bytes);
      Files.deleteIfExists(passwordFile());
      Files.createFile(passwordFile(), ownerOnly());
      Files.write(passwordFile(), fresh.getBytes(StandardCharsets.US_ASCII));
      return fresh;
    } catch (IOException e) {
      lock.close();
      throw new EmbeddedFailure("The directory " + directory + " cannot be written", e);
    }
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }
}
