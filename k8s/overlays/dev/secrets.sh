#!/bin/sh
# Prints the secrets that the resources refer to, with new random values: ./secrets.sh | kubectl apply -f -
# Passwords of databases that exist already do not change by this; apply it once.
set -eu
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
secret() { # name, key
  cat <<YAML
apiVersion: v1
kind: Secret
metadata:
  name: $1
  namespace: insurancecontract
stringData:
  $2: $(random)
---
YAML
}
secret service-secret secret
secret postgres-superuser password
secret identity-admin password
for service in subscription payment underwriting view; do
  secret "$service-database-app" password
done
