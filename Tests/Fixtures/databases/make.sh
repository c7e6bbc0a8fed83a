#!/bin/sh
# Makes the data directory of the present schema in DIR, with the program YOLO: one finished session
# with a read, a write, an edit and a command, and one that was killed while its command ran.
# Usage: make.sh YOLO DIR. Run once for every new schema; what is there already is never remade.
set -eu
yolo=$1
dir=$2
test ! -e "$dir" || { echo "$dir exists already" >&2; exit 1; }
work=/tmp/yolo-fixture
rm -rf "$work" && mkdir -p "$work"
cd "$work"
printf 'one\ntwo\nthree\n' > list.txt
cat > finished.json <<'JSON'
{"steps":[
 {"text":"I read the list.","thinking":"First look.","calls":[{"name":"read_file","arguments":{"path":"list.txt"}}]},
 {"text":"I change it.","calls":[
  {"name":"edit_file","arguments":{"path":"list.txt","edits":[{"old_text":"two","new_text":"2"}]}},
  {"name":"write_file","arguments":{"path":"new.txt","content":"ä new file\n"}},
  {"name":"bash","arguments":{"command":"cat list.txt; exit 3"}},
  {"name":"read_file","arguments":{"path":"/etc/shadow"}}]},
 {"text":"All done."}]}
JSON
cat > killed.json <<'JSON'
{"steps":[
 {"text":"I start something long.","calls":[{"name":"bash","arguments":{"command":"sleep 2; echo it went on alone"}}]},
 {"text":"It finished."}]}
JSON
"$yolo" -p "change the list" --provider llmsim -m script:finished.json --session-dir "$dir"
"$yolo" -p "start something long" --provider llmsim -m script:killed.json --session-dir "$dir" &
victim=$!
until test -n "$(find "$dir"/sessions -name run | sed -n 2p)"; do sleep 0.1; done
sleep 0.5
kill -9 "$victim"
until test -n "$(find "$dir"/sessions -name exit | sed -n 2p)"; do sleep 0.1; done
rm -rf "$dir"/run "$dir"/sessions/*/calls/*/alive "$dir"/yolo.db-wal.tmp
python3 - "$dir" <<'PY'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1] + "/yolo.db", isolation_level=None)
database.execute("pragma wal_checkpoint(truncate)")
database.execute("vacuum")
database.execute("pragma wal_checkpoint(truncate)")
PY
rm -f "$dir"/yolo.db-wal "$dir"/yolo.db-shm
for id in $("$yolo" sessions list --all --json --session-dir "$dir" \
  | python3 -c 'import json, sys; print(*[s["id"] for s in json.load(sys.stdin)])'); do
  "$yolo" sessions show "$id" --json --session-dir "$dir" >> "$dir"/export.jsonl
done
rm -rf "$dir"/yolo.db-wal "$dir"/yolo.db-shm "$dir"/run "$work"
