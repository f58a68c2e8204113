package insurancecontract.chassis.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;

/**
 * A pod's service account as it is mounted now; Kubernetes replaces its files while the pod runs.
 *
 * @param authority the certificates of the API server's CA, as PEM
 */
record Account(String token, String namespace, Buffer authority) {
  /** Reads the mounted files. */
  static Future<Account> read(Vertx vertx, Path directory) {
    Future<Buffer> token = file(vertx, directory, "token");
    Future<Buffer> namespace = file(vertx, directory, "namespace");
    Future<Buffer> authority = file(vertx, directory, "ca.crt");
    return Future.all(token, namespace, authority)
        .map(read -> new Account(text(token), text(namespace), authority.result()));
  }

  private static Future<Buffer> file(Vertx vertx, Path directory, String name) {
    return vertx.fileSystem().readFile(directory.resolve(name).toString());
  }

  private static String text(Future<Buffer> file) {
    return file.result().toString().trim();
  }

  /** Never the token. */
  @Override
  public String toString() {
    return "account of namespace " + namespace;
  }
}
