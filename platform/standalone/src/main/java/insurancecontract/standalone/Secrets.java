package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;
import insurancecontract.gateway.issuer.IssuerKey;
import insurancecontract.launch.PrivateFile;
import insurancecontract.launch.Services;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What nobody else may know, made once for a data directory and kept in it.
 *
 * @param serviceSecret what services sign their own tokens with
 * @param issuerKey what the built-in issuer signs people's tokens with, in PEM
 * @param databasePasswords of each service's role
 */
public record Secrets(
    String serviceSecret, String issuerKey, Map<String, String> databasePasswords) {
  private static final int BYTES = 32;

  /** What the file holds, or new ones, which it holds from then on. */
  public static Secrets keptIn(Path file) {
    Optional<Secrets> kept = PrivateFile.read(file).map(text -> parse(file, text));
    if (kept.isPresent()) {
      return kept.get();
    }
    Secrets fresh = fresh();
    PrivateFile.write(file, fresh.json().encodePrettily());
    return fresh;
  }

  private static Secrets fresh() {
    return new Secrets(
        random(),
        IssuerKey.generate().pem(),
        Services.WITH_DATABASE.stream()
            .collect(Collectors.toMap(Function.identity(), name -> random())));
  }

  private static Secrets parse(Path file, String text) {
    try {
      JsonObject json = new JsonObject(text);
      JsonObject passwords = json.getJsonObject("databasePasswords", new JsonObject());
      var secrets =
          new Secrets(
              json.getString("serviceSecret"),
              json.getString("issuerKey"),
              passwords.fieldNames().stream()
                  .collect(Collectors.toMap(Function.identity(), passwords::getString)));
      if (secrets.complete()) {
        return secrets;
      }
    } catch (DecodeException | ClassCastException e) {
      // Said below; the cause would quote what the file holds.
    }
    throw new StartFailure(
        file + " is damaged: restore it, or delete it together with its whole directory");
  }

  private boolean complete() {
    List<String> databases = Services.WITH_DATABASE;
    return serviceSecret != null
        && issuerKey != null
        && databasePasswords.keySet().containsAll(databases);
  }

  private JsonObject json() {
    JsonObject passwords = new JsonObject();
    databasePasswords.forEach(passwords::put);
    return new JsonObject()
        .put("serviceSecret", serviceSecret)
        .put("issuerKey", issuerKey)
        .put("databasePasswords", passwords);
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Secrets[***]";
  }
}
