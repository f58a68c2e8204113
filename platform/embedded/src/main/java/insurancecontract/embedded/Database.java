package insurancecontract.embedded;

/**
 * Where one database is and who may use it.
 *
 * @param sslMode whether the way there is encrypted, in PostgreSQL's own words
 */
public record Database(
    String host, int port, String database, String user, String password, String sslMode) {
  /** One on the same machine. */
  public Database(String host, int port, String database, String user, String password) {
    this(host, port, database, user, password, "disable");
  }

  /** The address for JDBC, without the user and the password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?sslmode=" + sslMode;
  }

  /** Leaves the password out, so that it may be logged. */
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
