/*M!999999\- enable the sandbox mode */ 

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `biblio`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `biblio` (
  `biblionumber` int(11) NOT NULL,
  `frameworkcode` varchar(255) DEFAULT NULL,
  `author` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `unititle` varchar(255) DEFAULT NULL,
  `notes` varchar(255) DEFAULT NULL,
  `serial` varchar(255) DEFAULT NULL,
  `seriestitle` varchar(255) DEFAULT NULL,
  `copyrightdate` int(11) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `datecreated` date DEFAULT NULL,
  `abstract` longtext DEFAULT NULL,
  PRIMARY KEY (`biblionumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `biblio` WRITE;
/*!40000 ALTER TABLE `biblio` DISABLE KEYS */;
INSERT INTO `biblio` VALUES
(1,'','Andréa Modèle','L\'été des rêves',NULL,NULL,NULL,NULL,2017,'2020-03-12 09:02:38','2018-02-03',NULL),
(2,'','','Sonates',NULL,NULL,NULL,NULL,2017,'2020-03-12 09:02:38','2018-02-03',NULL),
(3,'','','An example',NULL,NULL,NULL,NULL,2017,'2020-03-12 09:02:38','2018-02-03',NULL),
(4,'','','Sans notice',NULL,NULL,NULL,NULL,2017,'2020-03-12 09:02:38','2018-02-03',NULL);
/*!40000 ALTER TABLE `biblio` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `biblio_metadata`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `biblio_metadata` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `biblionumber` int(11) NOT NULL,
  `format` varchar(16) NOT NULL,
  `schema` varchar(16) NOT NULL,
  `metadata` longtext NOT NULL,
  `timestamp` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (`id`),
  UNIQUE KEY `biblio_metadata_uniq_key` (`biblionumber`,`format`,`schema`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `biblio_metadata` WRITE;
/*!40000 ALTER TABLE `biblio_metadata` DISABLE KEYS */;
INSERT INTO `biblio_metadata` VALUES
(11,1,'marcxml','UNIMARC','<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<record\n    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim http://www.loc.gov/ standards/marcxml/schema/MARC21slim.xsd\"\n    xmlns=\"http://www.loc.gov/MARC21/slim\">\n\n  <leader>00000nam0a2200000   4500</leader>\n  <controlfield tag=\"001\">1</controlfield>\n  <datafield tag=\"010\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">978-2-9999999-9-6</subfield>\n    <subfield code=\"d\">18,50 EUR</subfield>\n  </datafield>\n  <datafield tag=\"100\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">20180203d2017    m  y0frey50      ba</subfield>\n  </datafield>\n  <datafield tag=\"101\" ind1=\"0\" ind2=\" \">\n    <subfield code=\"a\">fre</subfield>\n  </datafield>\n  <datafield tag=\"200\" ind1=\"1\" ind2=\" \">\n    <subfield code=\"a\">L\'été des rêves</subfield>\n    <subfield code=\"e\">roman &amp; nouvelles</subfield>\n    <subfield code=\"f\">Andréa Modèle</subfield>\n  </datafield>\n  <datafield tag=\"210\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">Reims</subfield>\n    <subfield code=\"c\">Éditions du Modèle</subfield>\n    <subfield code=\"d\">DL 2017</subfield>\n  </datafield>\n  <datafield tag=\"410\" ind1=\" \" ind2=\"|\">\n    <subfield code=\"t\">Les petits modèles</subfield>\n    <subfield code=\"v\">12</subfield>\n  </datafield>\n  <datafield tag=\"606\" ind1=\" \" ind2=\" \">\n    <subfield code=\"3\">A000001</subfield>\n    <subfield code=\"a\">Rêves</subfield>\n    <subfield code=\"x\">Roman</subfield>\n  </datafield>\n  <datafield tag=\"700\" ind1=\" \" ind2=\"1\">\n    <subfield code=\"3\">A000002</subfield>\n    <subfield code=\"a\">Modèle</subfield>\n    <subfield code=\"b\">Andréa</subfield>\n    <subfield code=\"4\">070</subfield>\n  </datafield>\n</record>\n','2020-03-12 09:08:56'),
(12,2,'marcxml','UNIMARC','<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<record\n    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim http://www.loc.gov/ standards/marcxml/schema/MARC21slim.xsd\"\n    xmlns=\"http://www.loc.gov/MARC21/slim\">\n\n  <leader>00000nam0a2200000   4500</leader>\n  <controlfield tag=\"001\">2</controlfield>\n  <datafield tag=\"010\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">978-2-9999999-9-6</subfield>\n    <subfield code=\"d\">18,50 EUR</subfield>\n  </datafield>\n  <datafield tag=\"100\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">20180203d2017    m  y0frey50      ba</subfield>\n  </datafield>\n  <datafield tag=\"101\" ind1=\"0\" ind2=\" \">\n    <subfield code=\"a\">fre</subfield>\n  </datafield>\n  <datafield tag=\"200\" ind1=\"1\" ind2=\" \">\n    <subfield code=\"a\">L\'été des rêves</subfield>\n    <subfield code=\"e\">roman &amp; nouvelles</subfield>\n    <subfield code=\"f\">Andréa Modèle</subfield>\n  </datafield>\n  <datafield tag=\"210\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">Reims</subfield>\n    <subfield code=\"c\">Éditions du Modèle</subfield>\n    <subfield code=\"d\">DL 2017</subfield>\n  </datafield>\n','2020-03-12 09:08:56'),
(13,3,'marcxml','MARC21','<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<record\n    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim http://www.loc.gov/ standards/marcxml/schema/MARC21slim.xsd\"\n    xmlns=\"http://www.loc.gov/MARC21/slim\">\n\n  <leader>00000nam0a2200000   4500</leader>\n  <controlfield tag=\"001\">3</controlfield>\n  <datafield tag=\"010\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">978-2-9999999-9-6</subfield>\n    <subfield code=\"d\">18,50 EUR</subfield>\n  </datafield>\n  <datafield tag=\"100\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">20180203d2017    m  y0frey50      ba</subfield>\n  </datafield>\n  <datafield tag=\"101\" ind1=\"0\" ind2=\" \">\n    <subfield code=\"a\">fre</subfield>\n  </datafield>\n  <datafield tag=\"200\" ind1=\"1\" ind2=\" \">\n    <subfield code=\"a\">L\'été des rêves</subfield>\n    <subfield code=\"e\">roman &amp; nouvelles</subfield>\n    <subfield code=\"f\">Andréa Modèle</subfield>\n  </datafield>\n  <datafield tag=\"210\" ind1=\" \" ind2=\" \">\n    <subfield code=\"a\">Reims</subfield>\n    <subfield code=\"c\">Éditions du Modèle</subfield>\n    <subfield code=\"d\">DL 2017</subfield>\n  </datafield>\n  <datafield tag=\"410\" ind1=\" \" ind2=\"|\">\n    <subfield code=\"t\">Les petits modèles</subfield>\n    <subfield code=\"v\">12</subfield>\n  </datafield>\n  <datafield tag=\"606\" ind1=\" \" ind2=\" \">\n    <subfield code=\"3\">A000001</subfield>\n    <subfield code=\"a\">Rêves</subfield>\n    <subfield code=\"x\">Roman</subfield>\n  </datafield>\n  <datafield tag=\"700\" ind1=\" \" ind2=\"1\">\n    <subfield code=\"3\">A000002</subfield>\n    <subfield code=\"a\">Modèle</subfield>\n    <subfield code=\"b\">Andréa</subfield>\n    <subfield code=\"4\">070</subfield>\n  </datafield>\n</record>\n','2020-03-12 09:08:56');
/*!40000 ALTER TABLE `biblio_metadata` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `biblioitems`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `biblioitems` (
  `biblioitemnumber` int(11) NOT NULL,
  `biblionumber` int(11) DEFAULT NULL,
  `volume` varchar(255) DEFAULT NULL,
  `number` varchar(255) DEFAULT NULL,
  `itemtype` varchar(255) DEFAULT NULL,
  `isbn` varchar(255) DEFAULT NULL,
  `issn` varchar(255) DEFAULT NULL,
  `ean` varchar(255) DEFAULT NULL,
  `publicationyear` varchar(255) DEFAULT NULL,
  `publishercode` varchar(255) DEFAULT NULL,
  `volumedate` varchar(255) DEFAULT NULL,
  `volumedesc` varchar(255) DEFAULT NULL,
  `collectiontitle` varchar(255) DEFAULT NULL,
  `collectionissn` varchar(255) DEFAULT NULL,
  `collectionvolume` varchar(255) DEFAULT NULL,
  `editionstatement` varchar(255) DEFAULT NULL,
  `editionresponsibility` varchar(255) DEFAULT NULL,
  `timestamp` datetime DEFAULT NULL,
  `illus` varchar(255) DEFAULT NULL,
  `pages` varchar(255) DEFAULT NULL,
  `notes` varchar(255) DEFAULT NULL,
  `size` varchar(255) DEFAULT NULL,
  `place` varchar(255) DEFAULT NULL,
  `lccn` varchar(255) DEFAULT NULL,
  `url` varchar(255) DEFAULT NULL,
  `cn_source` varchar(255) DEFAULT NULL,
  `cn_class` varchar(255) DEFAULT NULL,
  `cn_item` varchar(255) DEFAULT NULL,
  `cn_suffix` varchar(255) DEFAULT NULL,
  `cn_sort` varchar(255) DEFAULT NULL,
  `agerestriction` varchar(255) DEFAULT NULL,
  `totalissues` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`biblioitemnumber`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `biblioitems` WRITE;
/*!40000 ALTER TABLE `biblioitems` DISABLE KEYS */;
INSERT INTO `biblioitems` VALUES
(1,1,NULL,NULL,'LIVR',NULL,NULL,NULL,'2017',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,'217 p.',NULL,'20 cm','Reims',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(2,2,NULL,NULL,'LIVR',NULL,NULL,NULL,'2017',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,'217 p.',NULL,'20 cm','Reims',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(3,3,NULL,NULL,'LIVR',NULL,NULL,NULL,'2017',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,'217 p.',NULL,'20 cm','Reims',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
(4,4,NULL,NULL,'LIVR',NULL,NULL,NULL,'2017',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2020-03-12 09:08:56',NULL,'217 p.',NULL,'20 cm','Reims',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
/*!40000 ALTER TABLE `biblioitems` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

