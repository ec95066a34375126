// The reference implementation of CEL, answering as `leadctl rules eval --batch` does: lines of {"expr", "vars"} in, for each a line
// {"checked": …, "unchecked": …} out, with and without the type checker before the evaluation; each is {"value", "type"} or {"error"}.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/ext"
)

type request struct {
	Expr string         `json:"expr"`
	Vars map[string]any `json:"vars"`
}

// Whole numbers are ints, uints beyond them; others doubles.
func native(value any) any {
	switch v := value.(type) {
	case json.Number:
		if i, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return i
		}
		if u, err := strconv.ParseUint(v.String(), 10, 64); err == nil {
			return u
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = native(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = native(v[key])
		}
	case nil:
		return types.NullValue
	}
	return value
}

func quoted(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSpace(text.String())
}

func real(number float64) string {
	if math.IsNaN(number) {
		return `"NaN"`
	}
	if math.IsInf(number, 0) {
		return strings.Replace(strings.Replace(quoted(fmt.Sprint(number)), "+", "", 1), "Inf", "Infinity", 1)
	}
	text := strconv.FormatFloat(number, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}

func seconds(span time.Duration) string {
	sign, count := "", uint64(span)
	if span < 0 {
		sign, count = "-", -count
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%s%d.%09d", sign, count/1e9, count%1e9), "0"), ".") + "s"
}

func entries(m traits.Mapper) string {
	var parts []string
	for keys := m.Iterator(); keys.HasNext() == types.True; {
		key := keys.Next()
		name := shown(key)
		if key.Type() != types.StringType {
			name = quoted(name)
		}
		parts = append(parts, name+":"+shown(m.Get(key)))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func elements(l traits.Lister) string {
	var parts []string
	for items := l.Iterator(); items.HasNext() == types.True; {
		parts = append(parts, shown(items.Next()))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func shown(value ref.Val) string {
	switch v := value.(type) {
	case types.Null:
		return "null"
	case types.Double:
		return real(float64(v))
	case types.String:
		return quoted(string(v))
	case types.Bytes:
		return quoted(base64.StdEncoding.EncodeToString(v))
	case types.Timestamp:
		return quoted(v.Time.UTC().Format(time.RFC3339Nano))
	case types.Duration:
		return quoted(seconds(v.Duration))
	case traits.Lister:
		return elements(v)
	case traits.Mapper:
		return entries(v)
	case ref.Type:
		return quoted(v.TypeName())
	}
	return fmt.Sprint(value.Value())
}

func failed(stage string, err error) string {
	return quoted(map[string]string{"error": stage + strings.SplitN(err.Error(), "\n", 2)[0]})
}

func evaluated(env *cel.Env, ast *cel.Ast, vars map[string]any) string {
	program, err := env.Program(ast)
	if err != nil {
		return failed("plan: ", err)
	}
	value, _, err := program.Eval(vars)
	if err != nil {
		return failed("", err)
	}
	name := map[string]string{"google.protobuf.Timestamp": "timestamp", "google.protobuf.Duration": "duration"}[value.Type().TypeName()]
	if name == "" {
		name = value.Type().TypeName()
	}
	return fmt.Sprintf(`{"value":%s,"type":%q}`, shown(value), name)
}

func answer(base *cel.Env, asked request) (checked, unchecked string) {
	var declared []cel.EnvOption
	for name := range asked.Vars {
		asked.Vars[name] = native(asked.Vars[name])
		declared = append(declared, cel.Variable(name, cel.DynType))
	}
	env, err := base.Extend(declared...)
	if err != nil {
		return failed("", err), failed("", err)
	}
	parsed, issues := env.Parse(asked.Expr)
	if issues.Err() != nil {
		return failed("parse: ", issues.Err()), failed("parse: ", issues.Err())
	}
	ast, issues := env.Check(parsed)
	if issues.Err() != nil {
		return failed("check: ", issues.Err()), evaluated(env, parsed, asked.Vars)
	}
	return evaluated(env, ast, asked.Vars), evaluated(env, parsed, asked.Vars)
}

func main() {
	base, err := cel.NewEnv(cel.CrossTypeNumericComparisons(true), cel.DefaultUTCTimeZone(true), cel.EnableIdentifierEscapeSyntax(),
		ext.Strings(ext.StringsVersion(0)))
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var asked request
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		if err := decoder.Decode(&asked); err != nil {
			panic(err)
		}
		checked, unchecked := answer(base, asked)
		fmt.Printf("{\"checked\":%s,\"unchecked\":%s}\n", checked, unchecked)
	}
}
