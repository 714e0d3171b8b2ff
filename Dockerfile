# Builds the image of the operator: docker build -t patternedapp-operator:0.1.0 .
# Uses target/patternedapp.jar (mvn -B package) if it exists; otherwise builds the jar without tests.
# The image has two layers: the runtime, which rarely changes, and the jar with the AOT cache trained for this runtime.
ARG MAVEN_IMAGE=maven:3-eclipse-temurin-25
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG RUNTIME_IMAGE=gcr.io/distroless/java25-debian13:nonroot

FROM ${MAVEN_IMAGE} AS jar
WORKDIR /build
# The pattern makes the file optional.
COPY pom.xml target/patternedapp.ja[r] ./
RUN test -f patternedapp.jar || mvn -B -q dependency:resolve dependency:resolve-plugins
COPY crds crds
COPY examples examples
COPY src/main src/main
RUN test -f patternedapp.jar || { mvn -B -q package -Dmaven.test.skip=true && cp target/patternedapp.jar . ; }

# The trainer, which runs a fake API server for the AOT training run, and the API server's TLS key.
FROM ${JDK_IMAGE} AS trainer
COPY --from=jar /build/patternedapp.jar /app/
COPY src/image/Training.java /build/
RUN mkdir -p /trainer /account \
 && javac -cp /app/patternedapp.jar -d /trainer /build/Training.java \
 && keytool -genkeypair -alias api -keyalg EC -dname CN=training -ext san=ip:127.0.0.1 -validity 30 \
      -storetype PKCS12 -keystore /trainer/tls.p12 -storepass training \
 && keytool -exportcert -rfc -alias api -keystore /trainer/tls.p12 -storepass training -file /account/ca.crt \
 && printf training > /account/token && printf patternedapp-system > /account/namespace

# The runtime without the CDS archives, which the AOT cache replaces.
FROM ${RUNTIME_IMAGE} AS runtime
FROM ${JDK_IMAGE} AS slim
COPY --from=runtime / /root/runtime
RUN find /root/runtime -name '*.jsa' -delete
FROM scratch AS base
COPY --from=slim /root/runtime /
ENV LANG=C.UTF-8 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt

# The training run of the operator. It uses the JVM, flags and paths of the final image, since the AOT cache depends on them.
FROM base AS trained
COPY --from=jar /build/patternedapp.jar /app/
COPY --from=trainer /trainer /trainer
COPY --from=trainer /account /var/run/secrets/kubernetes.io/serviceaccount
COPY src/image/jvm.flags /app/
RUN ["/usr/bin/java", "-cp", "/app/patternedapp.jar:/trainer", "Training", "/app"]
# Fails if the JVM cannot use the AOT cache.
RUN ["/usr/bin/java", "-XX:AOTMode=on", "-XX:AOTCache=/app/patternedapp.aot", "@/app/jvm.flags", "-jar", "/app/patternedapp.jar", "--version"]

# Fails if the image is larger than 250 MB.
FROM slim AS sized
COPY --from=trained /app /root/runtime/app
RUN du -sb /root/runtime && test "$(du -sb /root/runtime | cut -f1)" -le 250000000

FROM base
LABEL org.opencontainers.image.title="patternedapp-operator" \
      org.opencontainers.image.description="A Kubernetes operator for the multi-container Pod patterns: init, sidecar, ambassador, adapter" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=sized /root/runtime/app /app
USER 65532:65532
WORKDIR /tmp
ENTRYPOINT ["/usr/bin/java", "-XX:AOTCache=/app/patternedapp.aot", "@/app/jvm.flags", "-jar", "/app/patternedapp.jar"]
CMD ["run"]
