#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Runs a sweep as a Slurm job array, on a cluster of this one machine that is set up for it in a directory of its own, and
# holds the merged file to that of the same sweep in one part. Needs root and Debian's slurm-wlm and munge, and installs them.
#
#     scripts/test-slurm.sh FUSEBOARD-CLI
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if (($# != 1)); then
    printf 'usage: %s FUSEBOARD-CLI\n' "$0" >&2
    exit 2
fi
program=$(realpath "$1")
if ((EUID != 0)); then
    printf '%s: slurmd starts jobs for other users, so this needs root\n' "$0" >&2
    exit 1
fi

# shellcheck source=scripts/packages.sh
source "$root/scripts/packages.sh"
fuseboard_install slurm-wlm munge

work=$(mktemp -d /tmp/fuseboard-slurm.XXXXXX)
processes=()
cleanup() {
    local status=$?
    if ((${#processes[@]})); then
        kill "${processes[@]}" 2>/dev/null || true
        wait "${processes[@]}" 2>/dev/null || true
    fi
    if ((status == 0)); then
        rm -rf "$work"
    else
        printf '%s: failed; what Slurm says of it is in %s\n' "$0" "$work" >&2
    fi
}
trap cleanup EXIT

# Waits until a command succeeds.
await() {
    local tries
    for ((tries = 0; tries < 300; ++tries)); do
        if "$@" >/dev/null 2>&1; then
            return 0
        fi
        sleep 0.1
    done
    printf '%s: waited in vain for: %s\n' "$0" "$*" >&2
    return 1
}

# Nothing of a Slurm or munge that is installed for use is touched: sockets, keys, ports and state are others. Munge insists on
# a directory that only its user can write to.
chmod 755 "$work"
mkdir -m 755 "$work"/{munge,state,spool,jobs}
head -c 1024 /dev/urandom >"$work/munge/key"
chmod 400 "$work/munge/key"
munged --foreground --force --socket="$work/munge/socket" --key-file="$work/munge/key" --pid-file="$work/munge/pid" \
    --log-file="$work/munge/log" --seed-file="$work/munge/seed" >"$work/munge/output" 2>&1 &
processes+=($!)
await test -S "$work/munge/socket"

host=$(hostname -s)
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<EOF
ClusterName=fuseboard
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
# No cgroups, which a container may not have.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
slurmctld -D >"$work/slurmctld.output" 2>&1 &
processes+=($!)
slurmd -D >"$work/slurmd.output" 2>&1 &
processes+=($!)
await bash -c 'sinfo --noheader --format=%t | grep -Eq "idle|mix"'

cd "$work/jobs"
export PATH
PATH=$(dirname "$program"):$PATH
fuseboard-cli sweep plan hard-outage --vary 'policies.*.breaker.failureThreshold=3..20' \
    --vary 'policies.*.breaker.recoveryTime=2s,5s,10s' --seeds 4 --shards 16 -o sweep
submit() {
    sbatch --parsable --wait --export=ALL "$@" "$root/docs/scaling/sweep.sbatch" sweep
}

# Some parts first, as if the others had been lost: the scheduler's count of tasks is 3 then.
submit --array=2,3,11
fuseboard-cli sweep status sweep
submit
fuseboard-cli sweep status sweep
fuseboard-cli sweep merge sweep -o sharded.sqlite

fuseboard-cli sweep plan hard-outage --vary 'policies.*.breaker.failureThreshold=3..20' \
    --vary 'policies.*.breaker.recoveryTime=2s,5s,10s' --seeds 4 -o whole
fuseboard-cli sweep run whole
fuseboard-cli sweep merge whole -o whole.sqlite
cmp sharded.sqlite whole.sqlite
printf 'The job array gave the same %d bytes as one process.\n' "$(stat -c %s whole.sqlite)"
