#!/bin/sh
# November 2021, told with curl: four notices name nine apps of one publisher, and from the fourth on
# every platform has to hold what is new until a technical test has passed it.
#
# Needs a gate started by the README's first command. Each run takes a publisher and notice numbers of
# its own, so it can be run again; it moves the gate's clock and sets it right at the end.
#
#   GATE_URL     where the gate answers      http://127.0.0.1:8080
#   GATE_TOKENS  directory of its tokens     .local/tokens in this repository
set -eu

GATE_URL=${GATE_URL:-http://127.0.0.1:8080}
GATE_TOKENS=${GATE_TOKENS:-$(cd "$(dirname "$0")/.." && pwd)/.local/tokens}
ANSWER=$(mktemp)
CLOCK_MOVED=

end() {
    code=$?
    trap - EXIT
    if [ -n "$CLOCK_MOVED" ]; then
        call regulator PUT /local/clock "{\"now\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"}" || true
    fi
    rm -f "$ANSWER"
    exit "$code"
}
trap end EXIT
trap 'exit 130' INT TERM

# --- Talking to the gate -----------------------------------------------------------------------------

# call <token> <method> <path> [body]: leaves the status in STATUS and the body in the file ANSWER.
call() {
    if [ ! -r "$GATE_TOKENS/$1.jwt" ]; then
        die "There is no token $GATE_TOKENS/$1.jwt. Start the gate, or name the directory in GATE_TOKENS."
    fi
    token=$(cat "$GATE_TOKENS/$1.jwt")
    if [ $# -eq 4 ]; then
        STATUS=$(curl -sS -m 30 -o "$ANSWER" -w '%{http_code}' -X "$2" -H "Authorization: Bearer $token" \
            -H 'Content-Type: application/json' --data-binary "$4" "$GATE_URL$3") || die "No gate answers at $GATE_URL."
    else
        STATUS=$(curl -sS -m 30 -o "$ANSWER" -w '%{http_code}' -X "$2" -H "Authorization: Bearer $token" \
            "$GATE_URL$3") || die "No gate answers at $GATE_URL."
    fi
}

# fields <name>: the values of every member of that name in the answer, in order.
fields() {
    tr ',{}[]' '\n\n\n\n\n' <"$ANSWER" | sed -n "s/^\"$1\":\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p"
}

field() {
    fields "$1" | sed -n 1p
}

# The codes of the reasons, not the version's number.
reasons() {
    fields code | grep '^[A-Z]' | tr '\n' ' '
}

die() {
    echo "$1" >&2
    exit 1
}

# expect <what> <expected> <actual>
expect() {
    if [ "$2" != "$3" ]; then
        echo "   $1 should be $2 and is $3. The gate answered $STATUS:" >&2
        cat "$ANSWER" >&2
        die ""
    fi
}

step() {
    STEP=$((${STEP:-0} + 1))
    printf '\n%2d. %s\n' "$STEP" "$1"
}

answered() {
    printf '    → %s\n' "${1% }"
}

# --- Things that exist once --------------------------------------------------------------------------

hex() {
    od -An -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}

# A credit code with the right check character (GB 32100-2015).
credit_code() {
    alphabet=0123456789ABCDEFGHJKLMNPQRTUWXY
    code=91440300$(hex 5 | tr 'a-f' 'A-F' | cut -c 1-9)
    rest=$code sum=0 weight=1
    while [ -n "$rest" ]; do
        tail=${rest#?}
        before=${alphabet%%"${rest%"$tail"}"*}
        sum=$((sum + ${#before} * weight))
        weight=$((weight * 3 % 31))
        rest=$tail
    done
    echo "$code$(echo "$alphabet" | cut -c $(((31 - sum % 31) % 31 + 1)))"
}

# --- What people do ----------------------------------------------------------------------------------

it_is() {
    call regulator PUT /local/clock "{\"now\":\"$1\"}"
    expect "the status of setting the clock" 200 "$STATUS"
    CLOCK_MOVED=yes
    NOW=$1
}

# notice <number in the story> <app> …: the notice names the company, and the register knows whose name it is.
notice() {
    number=$((FIRST_NOTICE + $1 - 1))
    shift
    entries=
    for app in "$@"; do
        entries="$entries${entries:+,}{\"appName\":\"$app\",\"developerName\":\"$NAME\",\"problems\":[\"PI_COLLECT_EXCESS\"]}"
    done
    call regulator POST /v1/notices "{\"issuer\":\"MIIT\",\"kind\":\"BATCH\",\"year\":2021,\"numberInYear\":$number,
        \"publishedAt\":\"$NOW\",\"entries\":[$entries]}"
    expect "the status of recording the notice" 201 "$STATUS"
    NOTICE=$(field id)
}

# standing <standing> <strikes>
standing() {
    call platform GET "/v1/publishers/$PUBLISHER/status"
    expect "the standing" "$1" "$(field standing)"
    expect "the strike count" "$2" "$(field count)"
    answered "$NOTICE recorded; standing $1, strike count $2 (limit $(field limit)), a new version: $(field VERSION_UPDATE)"
}

# submit <token> <package> <version code> <sha256> <expected state>: leaves the id in ID.
submit() {
    call "$1" POST /v1/release-requests "{\"kind\":\"VERSION_UPDATE\",\"publisherId\":\"$PUBLISHER\",
        \"app\":{\"packageName\":\"$2\",\"os\":\"ANDROID\",\"name\":\"微信\"},
        \"version\":{\"name\":\"8.0.$3\",\"code\":$3},
        \"artifact\":{\"sha256\":\"$4\",\"sizeBytes\":123456789},
        \"filingNumber\":\"粤B2-20090059-1A\"}"
    expect "the status of the submission" 201 "$STATUS"
    expect "the state" "$5" "$(field state)"
    ID=$(field id)
    answered "$1: $5 ($(field outcome)) $(reasons)"
}

# read_until <token> <id> <state> <reason>: waits for decisions, in the gate and not here, until the state is
# reached with that reason ("" for none).
read_until() {
    call "$1" GET "/v1/release-requests/$2"
    tries=0
    while [ "$(field state)" != "$3" ] || { [ -n "$4" ] && ! fields code | grep -qx "$4"; }; do
        tries=$((tries + 1))
        [ "$tries" -le 6 ] || expect "the state of $2" "$3 $4" "$(field state) $(reasons)"
        call "$1" GET "/v1/release-requests/$2?wait=PT10S&after=$(field sequence)"
    done
    answered "$1: $3, decision $(field sequence) ($(field outcome)) $(reasons)"
}

# test_of <token> <id>: waits until the request has come over Kafka and its test is open; leaves its id in TEST.
# The opening is no decision, so each wait is a short one.
test_of() {
    tries=0
    while
        call "$1" GET "/v1/release-requests/$2?wait=PT0.5S"
        TEST=$(sed -n 's/.*"test":{"id":"\([^"]*\)".*/\1/p' "$ANSWER")
        [ -z "$TEST" ]
    do
        tries=$((tries + 1))
        [ "$tries" -le 60 ] || expect "the technical test of $2" "an id" "absent"
    done
}

# list <token> <id> <expected status>
list() {
    call "$1" POST "/v1/release-requests/$2/listing"
    expect "the status of the listing" "$3" "$STATUS"
    if [ "$3" = 200 ]; then
        answered "$1: 200, $(field state)"
    else
        answered "$1: $3, $(field title): $(reasons)"
    fi
}

# act <token> <path> <body> <expected status> <what it means>
act() {
    call "$1" POST "$2" "$3"
    expect "the status of $2" "$4" "$STATUS"
    answered "$1: $4, $5"
}

# --- The story ---------------------------------------------------------------------------------------

it_is 2021-10-20T02:00:00Z
PUBLISHER=$(credit_code)
NAME="发布者$PUBLISHER"
CHAT=com.example.chat$(hex 3)
FIRST_NOTICE=1
while
    call regulator GET "/v1/notices/MIIT-2021-$FIRST_NOTICE"
    [ "$STATUS" != 404 ]
do
    FIRST_NOTICE=$((FIRST_NOTICE + 4))
done

step "It is 20 October 2021. An officer registers the publisher $PUBLISHER."
call regulator PUT "/v1/publishers/$PUBLISHER" "{\"name\":\"$NAME\"}"
expect "the status of the registration" 201 "$STATUS"
answered "201"

step "The first notice of the year names one of its apps."
notice 1 御龙在天
standing CLEAR 1

step "The second names two more."
notice 2 QQ同步助手 腾讯动漫
standing WATCH 2

step "The third names another three: the limit is reached, not passed."
notice 3 腾讯手机管家 腾讯视频 企业微信
standing AT_LIMIT 3

step "Its releases are still published. Version 1 of an app is listed; version 2 is approved, but not listed yet."
submit platform "$CHAT" 1 "$(hex 32)" CLEARED
LISTED=$ID
list platform "$LISTED" 200
submit platform "$CHAT" 2 "$(hex 32)" CLEARED
APPROVED=$ID

it_is 2021-11-24T07:00:00Z
step "24 November 2021: the fourth notice. The measure binds before the call returns."
notice 4 腾讯地图 微信 QQ阅读
standing UNDER_GUIDANCE 4
MEASURE=$(field id)

step "The officer who recorded the notice cannot confirm the measure; a second officer can."
call regulator POST "/v1/measures/$MEASURE/confirmation"
expect "the status of the same officer's confirmation" 409 "$STATUS"
answered "regulator: 409, $(field title)"
call regulator-2 POST "/v1/measures/$MEASURE/confirmation"
expect "the status of the second officer's confirmation" 200 "$STATUS"
answered "regulator-2: 200, confirmed"

step "The approved version 2 may not be listed any more; version 1 stays listed."
list platform "$APPROVED" 409
read_until platform "$APPROVED" HELD PUBLISHER_UNDER_GUIDANCE
read_until platform "$LISTED" LISTED ""

step "Two platforms submit version 3, the same file. Both are held."
SHA256=$(hex 32)
submit platform "$CHAT" 3 "$SHA256" HELD
FIRST=$ID
submit platform-2 "$CHAT" 3 "$SHA256" HELD
SECOND=$ID
read_until platform "$APPROVED" SUPERSEDED ""

step "Over Kafka one technical test is opened for both, due in seven days."
test_of platform-2 "$SECOND"
SHARED=$TEST
test_of platform "$FIRST"
expect "the test of the first platform" "$SHARED" "$TEST"
expect "the day it is due" 2021-12-01 "$(field dueAt | cut -c 1-10)"
answered "test $TEST, due $(field dueAt)"

step "Seven days pass without a verdict. Time releases nothing: overdue, and still held."
call regulator POST /local/clock/advance '{"by":"P7D"}'
expect "the status of advancing the clock" 200 "$STATUS"
read_until platform "$FIRST" HELD TEST_OVERDUE
read_until platform-2 "$SECOND" HELD TEST_OVERDUE
list platform "$FIRST" 409

step "A laboratory claims the test and passes it, with every item of its plan. Both platforms are cleared, and list."
call laboratory POST "/v1/technical-tests/$SHARED/claim"
expect "the status of the claim" 200 "$STATUS"
answered "laboratory: 200, $(field state)"
act laboratory "/v1/technical-tests/$SHARED/verdict" '{"outcome":"PASSED","summary":"No findings.",
    "plan":{"rest":{"result":"PASS","attestation":"Every item was examined; nothing was found."}}}' 200 PASSED
read_until platform "$FIRST" CLEARED ""
read_until platform-2 "$SECOND" CLEARED ""
list platform "$FIRST" 200
list platform-2 "$SECOND" 200

step "Another app's update is tested and fails."
submit platform "com.example.maps$(hex 3)" 1 "$(hex 32)" HELD
FAILING=$ID
test_of platform "$FAILING"
call laboratory POST "/v1/technical-tests/$TEST/claim"
expect "the status of the claim" 200 "$STATUS"
act laboratory "/v1/technical-tests/$TEST/findings" '{"problem":"PERM_EXCESS","severity":"MAJOR",
    "description":"Asks for the contacts without a function that needs them."}' 201 "one finding"
act laboratory "/v1/technical-tests/$TEST/verdict" '{"outcome":"FAILED","summary":"One major finding.","plan":{
    "results":[{"item":"078.4-6","result":"FAIL","note":"Asks for the contacts."}],
    "rest":{"result":"PASS","attestation":"Every other item was examined."}}}' 200 FAILED
read_until platform "$FAILING" REJECTED TEST_FAILED
grep -q '"problems":\["PERM_EXCESS"\]' "$ANSWER" || expect "the problem" PERM_EXCESS absent
answered "reason TEST_FAILED names the problem PERM_EXCESS, recourse FIX"

step "Two more updates are held when the measure is lifted. One officer proposes, another agrees."
submit platform "com.example.video$(hex 3)" 1 "$(hex 32)" HELD
HELD=$ID
submit platform-2 "com.example.books$(hex 3)" 1 "$(hex 32)" HELD
ALSO_HELD=$ID
REASON='{"reason":"Rectified and accepted."}'
act regulator "/v1/measures/$MEASURE/lifting" "$REASON" 202 "proposed"
act regulator "/v1/measures/$MEASURE/lifting" "$REASON" 409 "the same officer again changes nothing"
act regulator-2 "/v1/measures/$MEASURE/lifting" "$REASON" 200 "lifted"

step "What is still held is reconsidered, each with a decision of its own; what failed stays rejected."
read_until platform "$HELD" CLEARED ""
read_until platform-2 "$ALSO_HELD" CLEARED ""
read_until platform "$FAILING" REJECTED TEST_FAILED

step "An auditor asks why version 3 was listed. Every decision is there, oldest first."
call auditor GET "/v1/release-requests/$FIRST/decisions"
expect "the decisions" "1 2 3 " "$(fields sequence | tr '\n' ' ')"
expect "their outcomes" "HOLD HOLD PUBLISH " "$(fields outcome | tr '\n' ' ')"
answered "$(fields outcome | tr '\n' ' ')"

printf '\nNovember 2021 went as it should.\n'
