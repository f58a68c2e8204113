package insurancecontract.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;

/**
 * The fields of CloudNativePG's resources that ours use, after its API reference for 1.27; it
 * publishes no Java model. A field that is not here is refused until someone has looked it up.
 *
 * @see <a href="https://cloudnative-pg.io/documentation/1.27/cloudnative-pg.v1/">API reference</a>
 */
final class CloudNativePg {
  private CloudNativePg() {}

  record Cluster(String apiVersion, String kind, ObjectMeta metadata, ClusterSpec spec) {}

  record ClusterSpec(
      int instances,
      String imageName,
      boolean enablePDB,
      int minSyncReplicas,
      int maxSyncReplicas,
      Update primaryUpdateStrategy,
      Bootstrap bootstrap,
      Postgresql postgresql,
      Storage storage,
      Storage walStorage,
      ResourceRequirements resources,
      Affinity affinity,
      Backup backup) {}

  @SuppressWarnings("unused") // Its names are the values that are allowed.
  enum Update {
    unsupervised,
    supervised
  }

  record Bootstrap(InitDb initdb) {}

  record InitDb(String database, String owner, boolean dataChecksums) {}

  record Postgresql(Map<String, String> parameters) {}

  record Storage(String size, String storageClass) {}

  record Affinity(boolean enablePodAntiAffinity, String topologyKey, String podAntiAffinityType) {}

  record Backup(String retentionPolicy, ObjectStore barmanObjectStore) {}

  record ObjectStore(String destinationPath, S3Credentials s3Credentials, Wal wal) {}

  record S3Credentials(KeyOf accessKeyId, KeyOf secretAccessKey) {}

  record KeyOf(String name, String key) {}

  record Wal(String compression) {}

  record ScheduledBackup(
      String apiVersion, String kind, ObjectMeta metadata, ScheduledBackupSpec spec) {}

  record ScheduledBackupSpec(String schedule, String backupOwnerReference, ClusterName cluster) {}

  record ClusterName(String name) {}
}
