package insurancecontract.testing;

import static insurancecontract.testing.Waiting.done;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of the Kubernetes API that pods use, with a certificate of its own, tokens that rotate,
 * and chunked watches. What it does wrong, a test tells it to.
 */
public final class ApiServer implements AutoCloseable {
  /** The namespace that it serves. */
  public static final String NAMESPACE = "insurance";

  private static final String CERTIFICATE = "ca.crt";
  private static Path shared;

  private final Vertx vertx;
  private final Path account;
  private Path keys;
  private final Map<String, JsonObject> services = new ConcurrentSkipListMap<>();
  private final Map<String, JsonObject> configMaps = new ConcurrentSkipListMap<>();
  private final List<HttpServerResponse> watches = new CopyOnWriteArrayList<>();
  private volatile String token;
  private volatile int refusal;
  private volatile boolean hanging;
  private volatile int watchRefusal;
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile int port;
  private HttpServer server;

  /** Writes what a pod finds mounted into {@code account}. */
  public ApiServer(Vertx vertx, Path account) throws IOException, InterruptedException {
    this.vertx = vertx;
    this.account = account;
    keys = shared(account);
    Files.writeString(account.resolve("namespace"), NAMESPACE);
    rotate("first");
    open();
  }

  /** One key pair for all servers of this JVM, because keytool takes seconds. */
  private static synchronized Path shared(Path account) throws IOException, InterruptedException {
    if (shared == null) {
      Path directory = Files.createTempDirectory("api-server");
      shared = certificate(directory, CERTIFICATE);
      directory.toFile().deleteOnExit();
      shared.toFile().deleteOnExit();
      directory.resolve(CERTIFICATE).toFile().deleteOnExit();
    }
    Path unused = Files.copy(shared.resolveSibling(CERTIFICATE), account.resolve(CERTIFICATE));
    return shared;
  }

  /** A key pair for 127.0.0.1, and its certificate beside it. */
  public static Path certificate(Path directory, String file)
      throws IOException, InterruptedException {
    Path keys = directory.resolve(file + ".p12");
    Files.deleteIfExists(keys);
    String store = "-storetype PKCS12 -storepass changeit -alias server -keystore " + keys;
    keytool("-genkeypair -keyalg EC -dname CN=test -ext bc:c -ext san=ip:127.0.0.1 " + store);
    keytool("-exportcert -rfc -file " + directory.resolve(file) + " " + store);
    return keys;
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IllegalStateException(said);
  }

  /** Where it listens at 127.0.0.1. */
  public int port() {
    return port;
  }

  /** What a pod finds mounted: its token, its namespace, and the authority of this server. */
  public Path account() {
    return account;
  }

  /** From now on only this token counts, and it is mounted. */
  public void rotate(String next) throws IOException {
    Files.writeString(account.resolve("token"), next);
    token = next;
  }

  /** It comes back with a certificate of another authority, which is mounted. */
  public void replaceAuthority() throws IOException, InterruptedException {
    close();
    keys = certificate(account, CERTIFICATE);
    open();
  }

  /** From now on the token that is mounted does not count. */
  public void forgetToken() {
    token = "another";
  }

  /** Answers every watch so; 0 for rightly. */
  public void refuseWatches(int status) {
    watchRefusal = status;
  }

  /** Answers every request so; 0 for rightly. */
  public void refuse(int status) {
    refusal = status;
  }

  /** How often the Services were listed. */
  public int lists() {
    return lists.get();
  }

  /** How many watch. */
  public int watches() {
    return watches.size();
  }

  /** Makes or changes a Service, unseen by watches. */
  public void put(String name, JsonArray ports) {
    put(name, "10.0.0.1", ports);
  }

  private void put(String name, String address, JsonArray ports) {
    services.put(
        name,
        new JsonObject()
            .put(
                "metadata",
                new JsonObject()
                    .put("name", name)
                    .put("labels", new JsonObject().put("insurancecontract/service", name)))
            .put("spec", new JsonObject().put("clusterIP", address).put("ports", ports)));
  }

  /** Makes or changes a Service at some address, unseen by watches. */
  public void put(String name, int servicePort) {
    put(name, "10.0.0.1", servicePort);
  }

  /** Makes or changes a Service at this address, unseen by watches. */
  public void put(String name, String address, int servicePort) {
    put(
        name,
        address,
        new JsonArray()
            .add(new JsonObject().put("name", "public").put("port", 1))
            .add(new JsonObject().put("name", "internal").put("port", servicePort)));
  }

  /** Makes or changes a ConfigMap. */
  public void configure(String name, JsonObject data) {
    configMaps.put(name, new JsonObject().put("data", data));
  }

  /** Deletes a ConfigMap. */
  public void deleteConfigMap(String name) {
    JsonObject unused = configMaps.remove(name);
  }

  /** How many requests got no answer. */
  public int unanswered() {
    return unanswered.get();
  }

  /** From now on requests get no answer. */
  public void hang(boolean hanging) {
    this.hanging = hanging;
  }

  /** Deletes a Service, unseen by watches. */
  public JsonObject delete(String name) {
    return services.remove(name);
  }

  /** The Service of that name, or null. */
  public JsonObject named(String name) {
    return services.get(name);
  }

  /** Tells those who watch, cut into two chunks. */
  public void tell(String type, JsonObject object) {
    String line = new JsonObject().put("type", type).put("object", object).encode() + "\n";
    for (HttpServerResponse watch : watches) {
      done(watch.write(line.substring(0, 9)));
      done(watch.write(line.substring(9)));
    }
  }

  /** Listens, at the port that it had before if it was open. */
  public void open() {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PfxOptions().setPath(keys.toString()).setPassword("changeit")))
            .requestHandler(this::answer);
    done(server.listen(port, "127.0.0.1"));
    port = server.actualPort();
  }

  /** Cuts every connection and is away. */
  @Override
  public void close() {
    done(server.close());
    watches.clear();
  }

  private static void answer(HttpServerResponse response, JsonObject found) {
    response.setStatusCode(found == null ? 404 : 200).end(found == null ? "{}" : found.encode());
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    boolean known = ("Bearer " + token).equals(request.getHeader("Authorization"));
    int status = known ? refusal : 401;
    if (hanging) {
      unanswered.incrementAndGet();
      return;
    }
    String path = request.path().replaceFirst("^/api/v1/namespaces/" + NAMESPACE + "/", "");
    if (status != 0) {
      response.setStatusCode(status).end();
    } else if (path.startsWith("configmaps/")) {
      answer(response, configMaps.get(path.substring("configmaps/".length())));
    } else if (!path.equals("services")) {
      response.setStatusCode(404).end();
    } else if ("true".equals(request.getParam("watch")) && watchRefusal != 0) {
      response.setStatusCode(watchRefusal).end();
    } else if ("true".equals(request.getParam("watch"))) {
      response.setChunked(true).closeHandler(gone -> watches.remove(response));
      response.writeHead();
      watches.add(response);
    } else {
      lists.incrementAndGet();
      Collection<JsonObject> items = services.values();
      response.end(
          new JsonObject()
              .put("metadata", new JsonObject().put("resourceVersion", "7"))
              .put("items", new JsonArray(List.copyOf(items)))
              .encode());
    }
  }
}
