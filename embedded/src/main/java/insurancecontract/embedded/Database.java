package insurancecontract.embedded;

/** Where one database is and who may use it. */
public record Database(String host, int port, String database, String user, String password) {
  /** The address for JDBC, without the user and the password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Leaves the password out, so that it may be logged. */
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
