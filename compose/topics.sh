#!/bin/sh
# Makes the topics that connections.yaml names: topics.sh BROKER KAFKA-TOPICS…
set -eu
broker=$1
shift
for topic in frames fluewatch.dead fluewatch.alerts fluewatch.leads; do
  "$@" --bootstrap-server "$broker" --create --if-not-exists --topic "$topic" --partitions 4 --replication-factor 1
done
