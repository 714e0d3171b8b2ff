// Command controlplane is kube-apiserver and etcd in one program, so that both share one build and most of one
// file. It acts as the one whose name it is called by: link or copy it as "kube-apiserver" and as "etcd".
package main

import (
	"fmt"
	"os"
	"path/filepath"
	_ "time/tzdata" // time zones of CronJobs, wherever the machine has no data of its own

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"

	// What the upstream kube-apiserver command registers beside its own packages.
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
)

func main() {
	calledBy := filepath.Base(os.Args[0])
	switch calledBy {
	case "kube-apiserver":
		os.Exit(cli.Run(app.NewAPIServerCommand()))
	case "etcd":
		etcdmain.Main(os.Args)
	default:
		fmt.Fprintf(os.Stderr, "%s: call this program as kube-apiserver or as etcd\n", calledBy)
		os.Exit(2)
	}
}
