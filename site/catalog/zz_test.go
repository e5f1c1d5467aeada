package catalog_test
import ("testing";"os";"strings";"time";"fmt";"testing/fstest";"responsa/site/catalog";"io/fs")
func TestZZ(t *testing.T){
 base:=fstest.MapFS{}
 fs.WalkDir(os.DirFS("testdata/valid"),".",func(p string,d fs.DirEntry,err error)error{ if !d.IsDir(){b,_:=os.ReadFile("testdata/valid/"+p);base[p]=&fstest.MapFile{Data:b}};return nil})
 _,ps:=catalog.Load(base,"content"); fmt.Println("base:",ps)
 n:=1<<20-2000
 many:=func(f func(i int)string)string{var b strings.Builder;for i:=0;b.Len()<n;i++{b.WriteString(f(i))};return b.String()}
 cases:=map[string]string{
  "unknown":many(func(i int)string{return fmt.Sprintf("k%d: 1\n",i)}),
  "dup":many(func(i int)string{return "k: 1\n"}),
  "longenum":"retry: "+strings.Repeat("x",n)+"\n",
  "longkey":"? "+strings.Repeat("x",n)+"\n: 1\n",
  "deep":"body: "+strings.Repeat("[",n)+"\n",
  "deepmap":"body: "+strings.Repeat("{a: ",n/4)+"\n",
  "wide33":"body: "+strings.Repeat("[",34)+strings.Repeat("1,",n/2)+strings.Repeat("]",34)+"\n",
  "placeholders":"code: 2\nmessage: '"+many(func(i int)string{return fmt.Sprintf("[%d]",i)})+"'\n",
  "params":"code: 2\nmessage: x\nparams:\n"+many(func(i int)string{return fmt.Sprintf("  %d: {}\n",i)}),
  "related":"code: 2\nrelated:\n"+many(func(i int)string{return fmt.Sprintf("  - {slug: x%d, why: a}\n",i)}),
  "aliases":"a: &a [1,1]\n"+many(func(i int)string{return "b: *a\n"}),
  "bomb":"a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\n",
  "self":"a: &a [*a]\n",
  "lists":"body: {a: ["+strings.Repeat("1,",n/2)+"]}\n",
  "comment":"# "+strings.Repeat("x",n)+"\n","empty":"",
  "lang":"translations:\n"+many(func(i int)string{return fmt.Sprintf("  %d: {}\n",i)}),
  "escapes":"title: \"\\0\\u202e\\e[31m\"\nmessage: \"\\0\\u202e\\e[31m\\uD800\"\n",
  "mapkey":"? {a: b}\n: c\n? [a]\n: d\n","merge":"a: &x {b: c}\n<<: *x\n","tab":"\tcode: 1\n","colon":"title: foo: bar\n",
  "docend":"code: 1\n...\n: : :\n","twodoc":"code: 1\n--- \ncode: 2\n","directive":"%YAML 9.9\n--- \ncode: 2\n","unclosed":"title: 'foo\n","badescape":"title: \"\\q\"\n","tag":"title: !!binary aGk=\nnote: !foo bar\nhttp: !!int 200\n! a: b\n",
 }
 for name,front:=range cases {
  for k,v:=range base{ _=k;_=v }
  base["codes/2.md"]=&fstest.MapFile{Data:[]byte("---\n"+front+"---\nx\n")}
  at:=time.Now(); _,ps:=catalog.Load(base,"content"); d:=time.Since(at)
  s:=ps.Error(); if len(s)>900{s=s[:900]}
  fmt.Printf("== %s %v %d\n%s\n",name,d,len(ps),s)
 }
}
