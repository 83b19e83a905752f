# Sourced by .ci/run: a Redis of its own for the tests of limits and of jobs on one. Without it they skip with a notice.

redis_port=6390
redis_pid=''
redis_dir=''

# Installs it by apt-get where that is possible; starts it on a port of its own, with a folder of its own.
start_redis() {
  if ! command -v redis-server > /dev/null && command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    # Installing starts no service: this machine may have plans of its own
    { RUNLEVEL=1 timeout 120 apt-get install -y -qq redis-server ||
      { timeout 120 apt-get update -qq && RUNLEVEL=1 timeout 120 apt-get install -y -qq redis-server; }; } > /dev/null 2>&1
  fi
  if ! command -v redis-server > /dev/null; then
    echo 'Notice: no redis-server here, so the tests that need one skip.'
    return
  fi
  redis_dir=$(mktemp -d)
  redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly yes --dir "$redis_dir" > /dev/null 2>&1 &
  redis_pid=$!
  for _ in $(seq 50); do
    if redis-cli -p "$redis_port" ping 2> /dev/null | grep -q PONG && kill -0 "$redis_pid" 2> /dev/null; then
      export REDIS_URL="redis://127.0.0.1:$redis_port"
      return
    fi
    sleep 0.1
  done
  echo "Notice: redis-server does not answer on port $redis_port, so the tests that need one skip."
  stop_redis
}

# Ends the one that was started here, by its id, and no other.
stop_redis() {
  [ -n "$redis_pid" ] && kill "$redis_pid" 2> /dev/null && wait "$redis_pid" 2> /dev/null
  redis_pid=''
  [ -n "$redis_dir" ] && rm -rf "$redis_dir"
  redis_dir=''
  unset REDIS_URL
}
