# Sourced by run: PostgreSQL, MariaDB and Redis in a folder and on ports of their own, gone when the script ends. Servers that the
# machine has already are left alone. With TEST_POSTGRES_URL, TEST_MYSQL_URL or TEST_REDIS_URL set, that server is used instead.

servers=$(mktemp -d)
chmod 711 "$servers"
mariadb_pid=''
redis_pid=''

free_port() {
  node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })"
}

# PostgreSQL refuses to run as root
as_postgres() {
  if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgres() {
  local bin port
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  bin=${bin:-$(dirname "$(command -v postgres)")}
  port=$(free_port)
  mkdir "$servers/postgres"
  if ((EUID == 0)); then chown postgres "$servers/postgres"; fi
  pg_ctl=$bin/pg_ctl
  (
    cd "$servers/postgres" &&
      as_postgres "$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 &&
      as_postgres "$pg_ctl" -D data -w -l log \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$servers/postgres -c fsync=off" start
  ) >/dev/null || return 1
  export TEST_POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
}

start_mariadb() {
  local port user=()
  port=$(free_port)
  mkdir "$servers/mariadb"
  if ((EUID == 0)); then
    chown mysql "$servers/mariadb"
    user=(--user=mysql)
  fi
  mariadb-install-db --no-defaults "${user[@]}" --datadir="$servers/mariadb/data" --skip-test-db \
    --auth-root-authentication-method=normal >/dev/null || return 1
  mariadbd --no-defaults "${user[@]}" --datadir="$servers/mariadb/data" --bind-address=127.0.0.1 --port="$port" \
    --socket="$servers/mariadb/socket" --pid-file="$servers/mariadb/pid" 2>"$servers/mariadb/log" &
  mariadb_pid=$!
  for _ in $(seq 150); do
    if mariadb-admin --no-defaults --socket="$servers/mariadb/socket" --user=root --silent ping >/dev/null 2>&1; then
      export TEST_MYSQL_URL=mysql://root@127.0.0.1:$port/mysql
      return
    fi
    sleep 0.2
  done
  cat "$servers/mariadb/log" >&2
  return 1
}

start_redis() {
  local port
  port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$servers" >"$servers/redis.log" 2>&1 &
  redis_pid=$!
  for _ in $(seq 50); do
    if redis-cli -p "$port" ping >/dev/null 2>&1; then
      export TEST_REDIS_URL=redis://127.0.0.1:$port
      return
    fi
    sleep 0.2
  done
  cat "$servers/redis.log" >&2
  return 1
}

stop_servers() {
  if [[ -d $servers/postgres/data ]]; then
    (cd "$servers/postgres" && as_postgres "$pg_ctl" -D data -m immediate stop) >/dev/null 2>&1
  fi
  for pid in $mariadb_pid $redis_pid; do
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  rm -rf "$servers"
}
