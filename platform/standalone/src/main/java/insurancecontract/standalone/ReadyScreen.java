package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;
import insurancecontract.embedded.Database;
import insurancecontract.launch.Services;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a newcomer sees when everything is up: calls that can be pasted as they stand and lead to
 * each of the four ends. They name the next free ids, so they also fit a directory with history.
 */
final class ReadyScreen {
  private static final String NEXT =
      "select case when is_called then last_value + 1 else last_value end from ";

  private ReadyScreen() {}

  /** The screen for a platform that has just become ready. */
  static String of(Platform platform) {
    long application = next(platform, Services.SUBSCRIPTION, "subscription_id");
    long underwriting = next(platform, Services.UNDERWRITING, "underwriting_id");
    return text(platform.address(), application, underwriting);
  }

  private static long next(Platform platform, String service, String sequence) {
    Database database = platform.databases().get(service);
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(NEXT + sequence)) {
      return result.next() ? result.getLong(1) : 1;
    } catch (SQLException e) {
      throw new StartFailure("the next " + sequence + " cannot be read: " + e.getMessage(), e);
    }
  }

  static String text(String address, long s, long u) {
    return """
        ready: %1$s

        Demo users, each with the name as password:
          customers alice bob | underwriters uma uwe | supervisor sue | operator otto
        Pages: %1$s/   API: %1$s/openapi.yaml   Stop: Ctrl-C

        Paste these first: token gets a user's token, api makes a call with it.
          P=%1$s
          token() { curl -s $P/auth/token -d username=$1 -d password=$1 | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'; }
          api() { curl -s $P$3 -X $2 -H "Authorization: Bearer $(token $1)" -H Content-Type:application/json ${4:+-d "$4"}; echo; }

        CONTRACTED  api alice POST /subscriptions '{"productName":"Fisrtcancer"}'; sleep 1
                    api sue POST /underwritings/%3$d/approve; sleep 1
        WITHDRAWN   api alice POST /subscriptions/%2$d/withdraw
        REFUSED     api bob POST /subscriptions '{"productName":"Fisrtcancer3"}'; sleep 1
                    api sue POST /underwritings/%4$d/refuse '{"reason":"too many risks"}'
        CANCELLED   for u in 77001520 77001521; do api sue PATCH /underwriters/$u '{"capacity":0}'; done
                    api alice POST /subscriptions '{"productName":"Fisrtcancer"}'
                    api alice POST /subscriptions/%5$d/cancel; sleep 1
                    for u in 77001520 77001521; do api sue PATCH /underwriters/$u '{"capacity":50}'; done
        see them    api alice GET /subscriptionViews; api bob GET /subscriptionViews/%6$d
        with httpie http POST $P/subscriptions "Authorization:Bearer $(token alice)" subscriptionStatus="created" productName="Fisrtcancer"
                    http PATCH $P/underwritings/%7$d "Authorization:Bearer $(token sue)" underwritingStatus="approveSubscription"
        """
        .formatted(address, s, u, u + 1, s + 2, s + 1, u + 3);
  }
}
