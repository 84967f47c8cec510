export * from "#postgres/schema/answers";
export * from "#postgres/schema/competition";
export * from "#postgres/schema/decision";
export * from "#postgres/schema/evidence";
export * from "#postgres/schema/exam";
export * from "#postgres/schema/package";
export * from "#postgres/schema/rehearsal";
export * from "#postgres/schema/rehearsal-record";
