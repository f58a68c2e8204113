package insurancecontract.browser;

import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A browser, a platform, and the people in front of it. */
final class Stage implements AutoCloseable {
  /** Nobody waits half a minute for the auditor's next look, or for its patience to end. */
  private static final JsonObject SETTINGS =
      new JsonObject()
          .put("STANDALONE_AUDIT_INTERVAL_MS", 1_000)
          .put("STANDALONE_AUDIT_QUIET_MAX_MS", 1_000)
          .put("STANDALONE_AUDIT_READING_MAX_MS", 5_000);

  private final Chromium chromium = Chromium.start();
  private final List<Person> people = new ArrayList<>();
  private TestPlatform platform;

  /** The platform that the tests share, with its demo users. */
  TestPlatform platform() {
    if (platform == null) platform = TestPlatform.throwAway(SETTINGS);
    return platform;
  }

  /** Someone with a browser of the own, who speaks English and likes it light. */
  Person someone() {
    return someone(Look.DESKTOP);
  }

  Person someone(Look look) {
    return someone(look, platform().platform().address());
  }

  Person someone(Look look, String address) {
    Person person = new Person(chromium.browser(), address, look);
    people.add(person);
    return person;
  }

  /** A demo user who has signed in. */
  Person as(String user) {
    return as(user, Look.DESKTOP);
  }

  Person as(String user, Look look) {
    Person person = someone(look);
    person.signIn(user);
    return person;
  }

  /** The application whose page someone looks at. */
  Application applicationOf(Person customer) {
    String address = customer.page().url();
    return application(Long.parseLong(address.substring(address.lastIndexOf('/') + 1)));
  }

  /** Waits until an underwriter has it. */
  Application application(long subscriptionId) {
    return new BackOffice(this).application(subscriptionId);
  }

  /** Waits until its row of the progress view is so. */
  void awaitRow(Application application, Predicate<JsonObject> wanted) {
    JsonObject unused = new BackOffice(this).row(application.subscriptionId(), wanted);
  }

  /** What everyone saw when a test failed. */
  void keepPicturesOf(String test) {
    for (int i = 0; i < people.size(); i++) {
      people.get(i).picture("failed-" + test + "-" + i);
    }
  }

  /** Everyone leaves; a test that succeeded has to have left no errors in any console. */
  void clear(boolean succeeded) {
    try {
      if (succeeded) people.forEach(Person::sawNoErrors);
    } finally {
      people.forEach(Person::close);
      people.clear();
    }
  }

  @Override
  public void close() {
    chromium.close();
    if (platform != null) platform.close();
  }
}
