# mvn -B package, then: docker build -t patternedapp-operator:0.1.0 .
FROM eclipse-temurin:25-jre
COPY target/patternedapp.jar /app/patternedapp.jar
USER 65532:65532
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-jar", "/app/patternedapp.jar"]
CMD ["run"]
