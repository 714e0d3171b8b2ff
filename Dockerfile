FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY src/main src/main
COPY crds crds
COPY examples examples
RUN mvn -q -B package -DskipTests -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre
COPY --from=build /src/target/patternedapp.jar /app/patternedapp.jar
USER 65532:65532
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseSerialGC", "-jar", "/app/patternedapp.jar"]
CMD ["run"]
